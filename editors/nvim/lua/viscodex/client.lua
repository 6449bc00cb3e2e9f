--- The language client of a buffer: it is started when it is first needed, and again when it has ended.

local config = require("viscodex.config")
local messages = require("viscodex.messages")

local M = {}

---@type table<integer, fun(client: table)[]> buffer to what waits for its client
local waiting = {}

--- How to install the server from the checkout that this plugin lies in; without one, where to read about it.
---@return string
local function how_to_install()
  local root = vim.fn.fnamemodify(debug.getinfo(1, "S").source:sub(2), ":p:h:h:h:h:h")
  if vim.fn.filereadable(root .. "/pyproject.toml") == 1 then
    local source = vim.fn.shellescape(root .. "[local]")
    if vim.fn.has("win32") == 1 then
      return "Install it: py -m venv $HOME\\.viscodex; & $HOME\\.viscodex\\Scripts\\pip install " .. source
    end
    return "Install it: python3 -m venv ~/.viscodex && ~/.viscodex/bin/pip install " .. source
  end
  return "Install it (:help viscodex)"
end

--- The command with a program that can be run: from PATH, from the active Python environment, or from
--- ~/.viscodex, where the README installs it.
---@return string[]? command
---@return string? sentence when there is none
function M.command()
  local command = config.get().cmd
  if vim.fn.executable(command[1]) == 1 then
    return command
  end
  local programs = vim.fn.has("win32") == 1 and "Scripts" or "bin"
  local environments = { vim.env.VIRTUAL_ENV or "", vim.env.CONDA_PREFIX or "", vim.fn.expand("~/.viscodex") }
  for _, environment in ipairs(environments) do
    local beside = ("%s/%s/%s"):format(environment, programs, command[1])
    if environment ~= "" and vim.fn.executable(beside) == 1 then
      return vim.list_extend({ beside }, command, 2)
    end
  end
  local sentence = "%s was not found. %s, or set cmd in setup()."
  return nil, sentence:format(command[1], how_to_install())
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
    messages.progress(value.message)
  end
end

local LEVELS = { vim.log.levels.ERROR, vim.log.levels.WARN, vim.log.levels.INFO, vim.log.levels.DEBUG }

--- A message of the server. Where a proposal has become ready, it names this plugin's commands.
local function show_message(_, result, context)
  local level = LEVELS[result.type] or vim.log.levels.INFO
  local sentence = result.message:gsub("^VisCodex: ", "")
  local client = vim.lsp.get_client_by_id(context.client_id)
  if level ~= vim.log.levels.INFO or not client then
    messages.say(sentence, level)
    return
  end
  require("viscodex.proposals").look_for_new(client, function(found)
    messages.say(found and require("viscodex.proposals").with_commands(sentence) or sentence, level)
  end)
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
      local log = vim.fn.fnamemodify(require("vim.lsp.log").get_filename(), ":~")
      local sentence = "The server ended; the next :Viscodex starts it again. See %s for details."
      messages.say(sentence:format(log), vim.log.levels.WARN)
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
    command, sentence = nil, "This buffer is not a file to edit. Go to a file of code first."
  end
  if not command then
    if not quietly then
      messages.say(sentence, vim.log.levels.ERROR)
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
    handlers = { ["$/progress"] = show_progress, ["window/showMessage"] = show_message },
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

return M
