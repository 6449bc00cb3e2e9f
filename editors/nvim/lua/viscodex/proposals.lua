--- The proposals that wait: which one is new, the edits of the newest, how a message names the commands.

local client = require("viscodex.client")
local messages = require("viscodex.messages")

local M = {}

---@type table<string, true> the proposals that have been told of, by client and id
local known = {}

--- Tell `done` whether a proposal waits that was not there at the last look.
---@param running table
---@param done fun(found: boolean)
function M.look_for_new(running, done)
  client.request(running, "viscodex/status", vim.empty_dict(), function(_, status)
    local found = false
    for _, proposal in ipairs(status and status.proposals or {}) do
      local name = running.id .. " " .. proposal.id
      found = found or not known[name]
      known[name] = true
    end
    done(found)
  end, vim.api.nvim_get_current_buf())
end

--- The server's sentence about a proposal, with this plugin's commands in place of the code actions.
---@param sentence string
---@return string
function M.with_commands(sentence)
  local told = sentence:gsub(" Look at [^.]*code actions%.", ""):gsub(": [^:.]*code actions%.", ".")
  return told .. " :Viscodex preview shows it, :Viscodex apply inserts it."
end

--- The newest proposal of a buffer: its edits, its title and its id; nil where none waits.
---@param buffer integer
---@param show fun(proposal: { title: string, edits: table[], id: string, encoding: string }?)
function M.newest(buffer, show)
  client.with(buffer, function(running)
    local nowhere = { line = 0, character = 0 }
    local params = {
      textDocument = { uri = vim.uri_from_bufnr(buffer) },
      range = { start = nowhere, ["end"] = nowhere },
      context = { diagnostics = {}, only = { "refactor.rewrite.imageToCode" } },
    }
    client.request(running, "textDocument/codeAction", params, function(err, actions)
      if err then
        messages.say(err.message, vim.log.levels.ERROR)
        return
      end
      local ready, id
      for _, action in ipairs(actions or {}) do
        ready = ready or (action.edit and action)
        local command = action.command
        if not id and type(command) == "table" and command.command == "viscodex.discardProposal" then
          id = command.arguments[1].id
        end
      end
      show(ready and {
        title = ready.title:gsub("^%a+ ", ""),
        edits = ready.edit.documentChanges[1].edits,
        id = id,
        encoding = running.offset_encoding,
      })
    end, buffer)
  end)
end

return M
