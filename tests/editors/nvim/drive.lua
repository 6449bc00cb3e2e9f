-- What the cases share: waiting, typing, comparing, and telling the test outside how it went.

local M = { messages = {} }

M.LIMIT_MS = 300000
M.PAGE = { "<!DOCTYPE html>", "<html>", "  <body>", "    <main>", "", "    </main>", "  </body>", "</html>" }
M.FILLED = {
  "<!DOCTYPE html>", "<html>", "  <body>", "    <main>", "      <h1>Hello</h1>", "      <p>World</p>",
  "    </main>", "  </body>", "</html>",
}
M.HOLE = 5

function M.tell(word)
  io.stdout:write("\n" .. word .. "\n")
  io.stdout:flush()
end

function M.wait(what, condition)
  if not vim.wait(M.LIMIT_MS, condition, 20) then
    error("never happened: " .. what .. "; messages: " .. vim.inspect(M.messages))
  end
end

function M.same(found, expected)
  if not vim.deep_equal(found, expected) then
    error("expected " .. vim.inspect(expected) .. ", found " .. vim.inspect(found), 2)
  end
end

function M.lines()
  return vim.api.nvim_buf_get_lines(0, 0, -1, true)
end

-- Open a page of the workspace with the cursor at its hole.
function M.open(name)
  vim.cmd("edit " .. vim.env.VISCODEX_TEST_WORKSPACE .. "/" .. (name or "index.html"))
  vim.bo.filetype = "html"
  vim.api.nvim_win_set_cursor(0, { M.HOLE, 0 })
end

-- Type a line at the top, as one change of its own.
function M.type_above(text)
  vim.api.nvim_buf_set_lines(0, 0, 0, true, { text })
end

-- Wait for a message with `words` in it.
function M.message(words)
  M.wait("a message with " .. words, function()
    for _, message in ipairs(M.messages) do
      if message:find(words, 1, true) then
        return true
      end
    end
    return false
  end)
end

vim.notify = function(message)
  table.insert(M.messages, message)
end

vim.lsp.handlers["window/showMessage"] = function(_, result)
  table.insert(M.messages, result.message)
end

-- Wait until a job has begun to write; what the progress says is the sign.
local progress = vim.lsp.handlers["$/progress"]
M.heard = ""
vim.lsp.handlers["$/progress"] = function(err, result, context, settings)
  M.heard = (type(result.value) == "table" and result.value.message) or M.heard
  return progress(err, result, context, settings)
end

function M.writing()
  M.wait("tokens in the progress", function()
    return M.heard:find("%d tokens?") ~= nil
  end)
end

function M.run(cases)
  local passed, fault = xpcall(cases[vim.env.VISCODEX_TEST_CASE], debug.traceback)
  M.tell(passed and "PASSED" or "FAILED " .. tostring(fault):gsub("\n", " | "))
  vim.cmd("qa!")
end

return M
