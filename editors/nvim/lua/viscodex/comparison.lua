--- A float with what is known of a waiting proposal beside its picture: how like it is, which words differ,
--- and where the report lies that shows both. Its keys: a applies the proposal, c brings it closer,
--- d discards it, o opens the report, q closes the float.

local client = require("viscodex.client")
local messages = require("viscodex.messages")
local requests = require("viscodex.requests")

local M = {}

---@param path string
local function open_report(path)
  if vim.ui.open then
    vim.ui.open(path)
  else
    messages.say("The report is " .. path)
  end
end

---@param buffer integer
---@param report { id: string, uri: string, text: string[], path: string }
local function show(buffer, report)
  messages.close()
  local lines = {}
  for _, text in ipairs(report.text) do
    vim.list_extend(lines, vim.split(text, "\n"))
  end
  vim.list_extend(lines, { "", "report: " .. report.path })
  local heading = " compared: a apply, c closer, d discard, o open the report, q close "
  local window = require("viscodex.preview").float(lines, heading, "text")
  vim.wo[window].wrap = true
  local function key(name, act)
    vim.keymap.set("n", name, function()
      vim.api.nvim_win_close(window, true)
      if act then
        act()
      end
    end, { buffer = vim.api.nvim_win_get_buf(window), nowait = true })
  end
  local function command(name)
    return function()
      requests.execute(buffer, name, { uri = report.uri, id = report.id })
    end
  end
  key("a", command("viscodex.applyProposal"))
  key("c", command("viscodex.refine"))
  key("d", command("viscodex.discardProposal"))
  key("o", function()
    open_report(report.path)
  end)
  key("q")
  key("<Esc>")
end

---@param buffer integer
function M.open(buffer)
  client.with(buffer, function(running)
    client.request(running, "viscodex/report", { write = true }, function(err, report)
      if err then
        messages.say(err.message, vim.log.levels.WARN)
      else
        show(buffer, report)
      end
    end, buffer)
  end)
end

return M
