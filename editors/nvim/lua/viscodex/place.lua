--- Where code is to go: marked when it is asked for, read when the request is sent.

local M = {}

local marks = vim.api.nvim_create_namespace("viscodex")

---@class viscodex.Place two marks that move with what is typed
---@field buffer integer
---@field first integer
---@field last integer

--- The cursor; on the last letter of a line, where normal mode cannot go further, the line's end is meant.
local function cursor()
  local row, column = unpack(vim.api.nvim_win_get_cursor(0))
  local line = vim.api.nvim_get_current_line()
  if vim.api.nvim_get_mode().mode:sub(1, 1) == "n" and column == #line - 1 then
    column = #line
  end
  return { row - 1, column }
end

---@param lines integer[]? first and last line, from 1
---@return viscodex.Place
function M.mark(lines)
  local first, last = cursor(), nil
  if lines then
    local count = vim.api.nvim_buf_line_count(0)
    first = { lines[1] - 1, 0 }
    local text = vim.api.nvim_buf_get_lines(0, lines[2] - 1, lines[2], true)[1]
    last = lines[2] < count and { lines[2], 0 } or { lines[2] - 1, #text }
  end
  last = last or first
  local function mark(at, right)
    return vim.api.nvim_buf_set_extmark(0, marks, at[1], at[2], { right_gravity = right })
  end
  return { buffer = vim.api.nvim_get_current_buf(), first = mark(first, true), last = mark(last, true) }
end

---@param buffer integer
---@param at integer[] row and byte
---@param encoding string
local function position(buffer, at, encoding)
  local line = vim.api.nvim_buf_get_lines(buffer, at[1], at[1] + 1, false)[1] or ""
  local character = at[2]
  if encoding ~= "utf-8" then
    local codepoints, units = vim.str_utfindex(line, math.min(at[2], #line))
    character = encoding == "utf-16" and units or codepoints
  end
  return { line = at[1], character = character }
end

---@param place viscodex.Place
---@param encoding string
---@return table range in the units of the client
function M.take(place, encoding)
  local function take(id)
    local at = vim.api.nvim_buf_get_extmark_by_id(place.buffer, marks, id, {})
    vim.api.nvim_buf_del_extmark(place.buffer, marks, id)
    return position(place.buffer, at, encoding)
  end
  return { start = take(place.first), ["end"] = take(place.last) }
end

return M
