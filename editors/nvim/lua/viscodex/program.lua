--- A program's arguments in, its exit status and output out; run without a shell.

local uv = vim.uv or vim.loop

local M = {}

M.LIMIT_MS = 5000

--- Run a program; `done` gets its status (nil when it cannot be started or takes too long) and its output.
---@param arguments string[]
---@param done fun(status: integer?, output: string)
function M.run(arguments, done)
  local pipe, pieces, timer = uv.new_pipe(), {}, uv.new_timer()
  local process, finished
  local function finish(status)
    if finished then
      return
    end
    finished = true
    timer:close()
    pipe:close()
    vim.schedule(function()
      done(status, table.concat(pieces))
    end)
  end
  -- The status may come before the last of the output: both are waited for.
  local open = 2
  local status
  local function close_one()
    open = open - 1
    if open == 0 then
      finish(status)
    end
  end
  process = uv.spawn(arguments[1], {
    args = vim.list_slice(arguments, 2),
    stdio = { nil, pipe, nil },
    hide = true,
  }, function(code)
    status = code
    process:close()
    close_one()
  end)
  if not process then
    finish(nil)
    return
  end
  pipe:read_start(function(_, data)
    if data then
      table.insert(pieces, data)
    else
      close_one()
    end
  end)
  timer:start(M.LIMIT_MS, 0, function()
    process:kill("sigkill")
    finish(nil)
  end)
end

return M
