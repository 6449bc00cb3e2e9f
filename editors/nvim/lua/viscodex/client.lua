--- The language client: found, started when it is first needed, started anew when it has ended.

local config = require("viscodex.config")

local M = {}

---@type table<integer, fun(client: table)[]> buffer to what waits for its client
local waiting = {}

local function say(sentence, level)
  vim.notify("VisCodex: " .. sentence, level or vim.log.levels.INFO)
end

--- The command with a program that can be run: from PATH, or from the active Python environment.
---@return string[]? command
---@return string? sentence when there is none
function M.command()
  local command = config.get().cmd
  if vim.fn.executable(command[1]) == 1 then
    return command
  end
  local environment = vim.env.VIRTUAL_ENV or vim.env.CONDA_PREFIX
  local beside = environment and environment .. "/bin/" .. command[1]
  if beside and vim.fn.executable(beside) == 1 then
    return vim.list_extend({ beside }, command, 2)
  end
  local missing = "%s cannot be run. Install it (pip install 'viscodex-lsp[local]'), or set cmd in setup."
  return nil, missing:format(command[1])
end

--- The running client of a buffer, ready to be asked.
---@param buffer integer
---@return table?
function M.of(buffer)
  local list = vim.lsp.get_clients or vim.lsp.get_active_clients
  for _, client in ipairs(list({ name = "viscodex", bufnr = buffer })) do
    if client.initialized then
      return client
    end
  end
end

---@param client table
---@param method string
---@param params table
---@param handler fun(err: table?, result: any)
---@param buffer integer
function M.request(client, method, params, handler, buffer)
  if vim.fn.has("nvim-0.11") == 1 then
    client:request(method, params, handler, buffer)
  else
    client.request(method, params, handler, buffer)
  end
end

--- Where the project of a buffer begins; nil for a buffer without a file.
---@param buffer integer
---@return string?
local function root_of(buffer)
  local path = vim.api.nvim_buf_get_name(buffer)
  if path == "" then
    return nil
  end
  local found = vim.fs.find(config.get().root_markers, { upward = true, path = vim.fs.dirname(path) })
  return vim.fs.dirname(found[1] or path)
end

local function show_progress(_, result, context, settings)
  vim.lsp.handlers["$/progress"](nil, result, context, settings)
  local value = result.value
  if config.get().progress and type(value) == "table" and value.message then
    vim.api.nvim_echo({ { "VisCodex: " .. value.message } }, false, {})
  end
end

local function ready(client, buffer)
  local calls = waiting[buffer] or {}
  waiting[buffer] = nil
  for _, call in ipairs(calls) do
    call(client)
  end
end

local function ended(code, signal)
  waiting = {}
  if code ~= 0 or signal ~= 0 then
    vim.schedule(function()
      say("The server ended; the next :Viscodex starts it again. :LspLog tells more.", vim.log.levels.WARN)
    end)
  end
end

--- Start the server for a buffer, or join the one that runs for its project.
---@param buffer integer
---@param quietly boolean? Say nothing where it cannot be started: nobody asked for it.
---@return boolean started
function M.attach(buffer, quietly)
  local command, sentence = M.command()
  if vim.bo[buffer].buftype ~= "" then
    command, sentence = nil, "This buffer is no text to edit."
  end
  if not command then
    if not quietly then
      say(sentence, vim.log.levels.ERROR)
    end
    return false
  end
  local settings = { viscodex = config.get().settings }
  local id = vim.lsp.start({
    name = "viscodex",
    cmd = command,
    cmd_env = config.environment(),
    root_dir = root_of(buffer),
    settings = settings,
    init_options = settings,
    handlers = { ["$/progress"] = show_progress },
    commands = require("viscodex.requests").commands,
    on_attach = ready,
    on_exit = ended,
  }, { bufnr = buffer })
  return id ~= nil
end

--- Call `call` with the buffer's client, at once or when it is ready.
---@param buffer integer
---@param call fun(client: table)
function M.with(buffer, call)
  local client = M.of(buffer)
  if client then
    call(client)
    return
  end
  waiting[buffer] = waiting[buffer] or {}
  table.insert(waiting[buffer], call)
  if not M.attach(buffer) then
    waiting[buffer] = nil
  end
end

M.say = say

return M
