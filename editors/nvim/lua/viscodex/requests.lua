--- The requests to the server: code from a picture, a command, its status.

local client = require("viscodex.client")
local messages = require("viscodex.messages")
local place = require("viscodex.place")

local M = {}

---@class viscodex.Picture
---@field kind "clipboard"|"local"|"file"|"attached"|"screen" local: lies anywhere; file: in the workspace
---@field path string?
---@field id string?
---@field monitor integer?
---@field region ("pick"|integer[])?

local function answered(after)
  return function(err, result)
    if err then
      messages.say(err.message, vim.log.levels.ERROR)
    elseif after then
      after(result)
    end
  end
end

---@param buffer integer
---@param command string
---@param argument table
function M.execute(buffer, command, argument)
  client.with(buffer, function(running)
    local params = { command = command, arguments = { argument } }
    client.request(running, "workspace/executeCommand", params, answered(), buffer)
  end)
end

--- Send a picture's bytes; `done` gets the picture to name in the request.
---@param running table
---@param buffer integer
---@param data string in base64
---@param name string
---@param done fun(picture: viscodex.Picture)
local function attach(running, buffer, data, name, done)
  local params = { uri = vim.uri_from_bufnr(buffer), data = data, name = name }
  client.request(running, "viscodex/attachPicture", params, answered(function(kept)
    done({ kind = "attached", id = kept.id })
  end), buffer)
end

--- The bytes of a file that the person named; nil and a sentence where there are none.
---@param path string
---@return string? data in base64
---@return string?
local function read_file(path)
  local file, complaint = io.open(path, "rb")
  local data = file and file:read("*a")
  if file then
    file:close()
  end
  if data and data ~= "" then
    return require("viscodex.base64").encode(data)
  end
  return nil, (complaint or path .. " cannot be read") .. ". Choose a picture file."
end

--- The clipboard and local files are read on this side; the screen is the server's.
---@param running table
---@param buffer integer
---@param picture viscodex.Picture
---@param done fun(picture: viscodex.Picture)
local function fetch(running, buffer, picture, done)
  local name = picture.path and vim.fn.fnamemodify(picture.path, ":t") or "clipboard"
  local function send(data, sentence)
    if data then
      attach(running, buffer, data, name, done)
    else
      messages.say(sentence, vim.log.levels.WARN)
    end
  end
  local tool = picture.kind == "clipboard" and require("viscodex.clipboard").tool()
  if tool then
    require("viscodex.clipboard").read(tool, send)
  elseif picture.kind == "local" then
    send(read_file(picture.path))
  else
    done(picture)
  end
end

--- Fetch the picture and start the job; `make` gives the rest of the argument when all is there.
---@param running table
---@param buffer integer
---@param picture viscodex.Picture
---@param make fun(): table
---@param command string?
local function generate(running, buffer, picture, make, command)
  fetch(running, buffer, picture, function(found)
    local argument = vim.tbl_extend("force", make(), { picture = found })
    local params = { command = command or "viscodex.imageToCode", arguments = { argument } }
    client.request(running, "workspace/executeCommand", params, answered(), buffer)
  end)
end

---@param picture viscodex.Picture
---@param options { lines: integer[]?, instruction: string?, mode: ("apply"|"propose")?, command: string? }
function M.image_to_code(picture, options)
  local mark = place.mark(options.lines)
  client.with(mark.buffer, function(running)
    generate(running, mark.buffer, picture, function()
      return {
        uri = vim.uri_from_bufnr(mark.buffer),
        range = place.take(mark, running.offset_encoding),
        instruction = options.instruction,
        mode = options.mode,
      }
    end, options.command)
  end)
end

---@param buffer integer
---@param show fun(status: table)
function M.status(buffer, show)
  client.with(buffer, function(running)
    client.request(running, "viscodex/status", vim.empty_dict(), answered(show), buffer)
  end)
end

--- Commands of code actions and completions that go through this side: the clipboard is read here.
---@type table<string, fun(command: table, context: table)>
M.commands = {
  ["viscodex.refine"] = function(command, context)
    local argument = vim.deepcopy(command.arguments[1])
    local buffer = context.bufnr or vim.api.nvim_get_current_buf()
    if not argument.picture then
      M.execute(buffer, "viscodex.refine", argument)
      return
    end
    client.with(buffer, function(running)
      generate(running, buffer, argument.picture, function()
        return argument
      end, "viscodex.refine")
    end)
  end,
  ["viscodex.imageToCode"] = function(command, context)
    local argument = vim.deepcopy(command.arguments[1])
    local buffer = context.bufnr or vim.api.nvim_get_current_buf()
    client.with(buffer, function(running)
      generate(running, buffer, argument.picture, function()
        return argument
      end)
    end)
  end,
}

return M
