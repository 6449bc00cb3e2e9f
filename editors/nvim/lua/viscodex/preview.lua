--- A float with the newest proposal as a diff: a applies it, d discards it, q closes the float.

local messages = require("viscodex.messages")
local requests = require("viscodex.requests")

local M = {}

local CONTEXT_LINES = 3
local KEYS = ": a apply, d discard, q close"

---@param buffer integer
---@param proposal { edits: table[], encoding: string }
---@return string[] lines of a unified diff
function M.diff(buffer, proposal)
  local scratch = vim.api.nvim_create_buf(false, true)
  local old = vim.api.nvim_buf_get_lines(buffer, 0, -1, true)
  vim.api.nvim_buf_set_lines(scratch, 0, -1, true, old)
  vim.lsp.util.apply_text_edits(proposal.edits, scratch, proposal.encoding)
  local new = vim.api.nvim_buf_get_lines(scratch, 0, -1, true)
  vim.api.nvim_buf_delete(scratch, { force = true })
  local function text(lines)
    return table.concat(lines, "\n") .. "\n"
  end
  local diff = vim.diff(text(old), text(new), { ctxlen = CONTEXT_LINES })
  return vim.split(diff, "\n", { trimempty = true })
end

---@param lines string[]
---@param heading string
---@param filetype string
---@return integer window
function M.float(lines, heading, filetype)
  local shown = vim.api.nvim_create_buf(false, true)
  vim.api.nvim_buf_set_lines(shown, 0, -1, true, lines)
  vim.bo[shown].filetype = filetype
  vim.bo[shown].modifiable = false
  vim.bo[shown].bufhidden = "wipe"
  local widest = vim.fn.strdisplaywidth(heading)
  for _, line in ipairs(lines) do
    widest = math.max(widest, vim.fn.strdisplaywidth(line))
  end
  local width = math.max(1, math.min(widest, vim.o.columns - 4))
  local height = math.max(1, math.min(#lines, vim.o.lines - 6))
  return vim.api.nvim_open_win(shown, true, {
    relative = "editor",
    row = math.max(0, (vim.o.lines - height) / 2 - 1),
    col = math.max(0, (vim.o.columns - width) / 2),
    width = width,
    height = height,
    style = "minimal",
    border = "rounded",
    title = heading,
  })
end

--- The heading of a proposal's float. A title that is too wide is cut, so that the keys can be read.
---@param title string
---@return string
local function heading(title)
  local room = vim.o.columns - 6 - #KEYS
  if vim.fn.strdisplaywidth(title) > room then
    title = vim.fn.strcharpart(title, 0, math.max(room - 1, 0)) .. "…"
  end
  return (" %s%s "):format(title, KEYS)
end

local function show(buffer, proposal)
  if not proposal then
    messages.say("No proposal is waiting.")
    return
  end
  messages.close()
  local window = M.float(M.diff(buffer, proposal), heading(proposal.title), "diff")
  local function key(name, command)
    vim.keymap.set("n", name, function()
      vim.api.nvim_win_close(window, true)
      if command then
        requests.execute(buffer, command, { id = proposal.id })
      end
    end, { buffer = vim.api.nvim_win_get_buf(window), nowait = true })
  end
  key("a", "viscodex.applyProposal")
  key("d", "viscodex.discardProposal")
  key("q")
  key("<Esc>")
end

---@param buffer integer
function M.open(buffer)
  require("viscodex.proposals").newest(buffer, function(proposal)
    show(buffer, proposal)
  end)
end

return M
