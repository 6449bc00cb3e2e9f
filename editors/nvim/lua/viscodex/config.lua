--- What the person chose, over the defaults; a name that is not known is told, and changes nothing.

---@class viscodex.Options
---@field cmd string[]? The server's command.
---@field autostart boolean? Start the server with the first file, not only with the first command.
---@field progress boolean? Show what the server is doing in the message line.
---@field api_key (string|fun(): string?)? The model server's key; it goes to the server by its environment.
---@field root_markers string[]? Names that tell where a project begins.
---@field settings table? What `viscodex-lsp settings` lists, by section.

local M = {}

local defaults = {
  cmd = { "viscodex-lsp", "--stdio" },
  autostart = false,
  progress = true,
  api_key = nil,
  root_markers = { ".git", "pyproject.toml", "package.json", "Cargo.toml", "go.mod" },
}

local is_list = vim.islist or vim.tbl_islist

local chosen

--- Names in `given` that `known` has not, as sentences.
---@param given table
---@param known table
---@param prefix string
---@return string[]
local function unknown_names(given, known, prefix)
  local faults = {}
  for name, value in pairs(given) do
    if known[name] == nil then
      local sentence = "%s%s is not a setting; :help viscodex-settings lists them."
      table.insert(faults, sentence:format(prefix, name))
    elseif type(value) == "table" and not is_list(value) then
      vim.list_extend(faults, unknown_names(value, known[name], prefix .. name .. "."))
    end
  end
  return faults
end

---@return table settings of the server with their defaults, by section
function M.server_defaults()
  return vim.deepcopy(require("viscodex.defaults"))
end

---@param options viscodex.Options
function M.choose(options)
  local known = vim.tbl_extend("error", defaults, { settings = M.server_defaults(), api_key = "" })
  local faults = unknown_names(options, known, "")
  if #faults > 0 then
    vim.notify("VisCodex: " .. table.concat(faults, " "), vim.log.levels.ERROR)
    return
  end
  chosen = options
end

---@return viscodex.Options whole: every field but `api_key` is there
function M.get()
  local config = vim.tbl_extend("force", defaults, chosen or {})
  config.settings = vim.tbl_deep_extend("force", M.server_defaults(), config.settings or {})
  return config
end

---@return table<string, string> the environment to add to the server's
function M.environment()
  local key = M.get().api_key
  if type(key) == "function" then
    key = key()
  end
  return key and key ~= "" and { VISCODEX_API_KEY = key } or {}
end

return M
