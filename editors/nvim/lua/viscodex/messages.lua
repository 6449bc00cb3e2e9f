--- Shows sentences to the person. None of them stops the editor with "Press ENTER": what is wider than the
--- message line goes into a float that closes by itself, and all of it can be read again with `:messages`.

local M = {}

local WIDEST = 60
local SECONDS = 12
local HIGHLIGHTS = {
  [vim.log.levels.ERROR] = "ErrorMsg",
  [vim.log.levels.WARN] = "WarningMsg",
}

---@type integer? the window of the last float
local window

--- Close the float of the last message, if it is still open.
function M.close()
  if window and vim.api.nvim_win_is_valid(window) then
    vim.api.nvim_win_close(window, true)
  end
  window = nil
end

--- Break a text into lines of at most `width` cells, between words where there are any.
---@param text string
---@param width integer
---@return string[]
function M.wrap(text, width)
  local lines = {}
  for _, paragraph in ipairs(vim.split(text, "\n", { plain = true })) do
    local line = ""
    for word in paragraph:gmatch("%S+") do
      local longer = line == "" and word or line .. " " .. word
      if line ~= "" and vim.fn.strdisplaywidth(longer) > width then
        table.insert(lines, line)
        longer = word
      end
      line = longer
      while vim.fn.strdisplaywidth(line) > width do
        table.insert(lines, vim.fn.strcharpart(line, 0, width))
        line = vim.fn.strcharpart(line, width)
      end
    end
    table.insert(lines, line)
  end
  return lines
end

--- A float in the upper right corner; it takes neither the cursor nor a key.
local function open_float(text, highlight)
  M.close()
  local lines = M.wrap(text, math.max(10, math.min(WIDEST, vim.o.columns - 4)))
  local widest = 1
  for _, line in ipairs(lines) do
    widest = math.max(widest, vim.fn.strdisplaywidth(line))
  end
  local shown = vim.api.nvim_create_buf(false, true)
  vim.api.nvim_buf_set_lines(shown, 0, -1, true, lines)
  vim.bo[shown].bufhidden = "wipe"
  window = vim.api.nvim_open_win(shown, false, {
    relative = "editor",
    anchor = "NE",
    row = 1,
    col = vim.o.columns,
    width = widest,
    height = math.max(1, math.min(#lines, vim.o.lines - 4)),
    style = "minimal",
    border = "rounded",
    focusable = false,
    noautocmd = true,
  })
  vim.wo[window].winhighlight = "NormalFloat:" .. (highlight or "NormalFloat")
  local opened = window
  vim.defer_fn(function()
    if opened == window then
      M.close()
    end
  end, SECONDS * 1000)
end

--- Whether another plugin shows messages: then it shows these too.
local function is_replaced()
  return not debug.getinfo(vim.notify, "S").source:find("vim/_.*editor")
end

local function fits(text)
  return not text:find("\n") and vim.fn.strdisplaywidth(text) <= vim.v.echospace
end

--- Each line is echoed by itself, for `:messages`; what is drawn in between keeps them from scrolling, and so
--- from asking for ENTER. (`:silent` would keep them out of the history.)
local function keep_in_history(text, highlight)
  for _, line in ipairs(M.wrap(text, math.max(1, vim.v.echospace))) do
    vim.cmd("redraw")
    vim.api.nvim_echo({ { line, highlight } }, true, {})
  end
  vim.cmd("redraw")
  vim.api.nvim_echo({ { "" } }, false, {})
end

--- Show a sentence.
---@param sentence string
---@param level integer? of vim.log.levels
function M.say(sentence, level)
  local text = "VisCodex: " .. sentence
  if is_replaced() then
    vim.notify(text, level or vim.log.levels.INFO)
    return
  end
  local highlight = HIGHLIGHTS[level]
  if fits(text) then
    M.close()
    vim.api.nvim_echo({ { text, highlight } }, true, {})
    return
  end
  keep_in_history(text, highlight)
  open_float(text, highlight)
end

--- Show what the server is doing, cut to the message line; the next message takes its place.
---@param sentence string
function M.progress(sentence)
  local text = ("VisCodex: " .. sentence):gsub("%s+", " ")
  if not fits(text) then
    text = vim.fn.strcharpart(text, 0, math.max(0, vim.v.echospace - 1)) .. "…"
  end
  vim.api.nvim_echo({ { text } }, false, {})
end

return M
