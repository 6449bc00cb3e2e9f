--- The picture on the clipboard, read on this side so that its bytes can be sent along.

local program = require("viscodex.program")

local M = {}

-- In the order of preference: programs offer most of these at once.
local PICTURES = { "image/png", "image/bmp", "image/jpeg", "image/webp", "image/tiff", "image/gif" }

local POWERSHELL = table.concat({
  "Add-Type -AssemblyName System.Windows.Forms,System.Drawing;",
  "$p=[Windows.Forms.Clipboard]::GetImage();",
  "if($p){$m=New-Object IO.MemoryStream;$p.Save($m,[Drawing.Imaging.ImageFormat]::Png);",
  "[Convert]::ToBase64String($m.ToArray())}",
})

---@class viscodex.ClipboardTool
---@field name string
---@field list string[]? what lists the formats; nil where there is but one
---@field read string[] what gives a format, named as its last argument where `list` is there
---@field encoded boolean? whether it answers in base64

---@type table<string, viscodex.ClipboardTool>
local TOOLS = {
  powershell = {
    name = "powershell.exe",
    read = { "powershell.exe", "-NoProfile", "-NonInteractive", "-STA", "-Command", POWERSHELL },
    encoded = true,
  },
  wayland = {
    name = "wl-paste",
    list = { "wl-paste", "--list-types" },
    read = { "wl-paste", "--type" },
  },
  x11 = {
    name = "xclip",
    list = { "xclip", "-selection", "clipboard", "-o", "-t", "TARGETS" },
    read = { "xclip", "-selection", "clipboard", "-o", "-t" },
  },
  mac = { name = "pngpaste", read = { "pngpaste", "-" } },
}

--- The program that reads the clipboard here; nil where the server had better read it.
---@return viscodex.ClipboardTool?
function M.tool()
  local order = {
    { "powershell", vim.fn.has("wsl") == 1 or vim.fn.has("win32") == 1 },
    { "wayland", (vim.env.WAYLAND_DISPLAY or "") ~= "" },
    { "x11", (vim.env.DISPLAY or "") ~= "" },
    { "mac", vim.fn.has("mac") == 1 },
  }
  for _, entry in ipairs(order) do
    local tool = TOOLS[entry[1]]
    if entry[2] and vim.fn.executable(tool.name) == 1 then
      return tool
    end
  end
end

--- The best picture format among those that a tool listed.
---@param listed string
---@return string?
function M.best_format(listed)
  local offered = {}
  for format in listed:gmatch("%S+") do
    offered[format] = true
  end
  for _, format in ipairs(PICTURES) do
    if offered[format] then
      return format
    end
  end
end

local NOTHING = "The clipboard holds no picture. Copy a picture and try again."

--- Read the picture: `done` gets it in base64, or nil and a sentence.
---@param tool viscodex.ClipboardTool
---@param done fun(data: string?, sentence: string?)
function M.read(tool, done)
  local function answered(status, output)
    if status == nil then
      done(nil, tool.name .. " did not answer: the program that holds the clipboard may hang. Copy it again.")
    elseif output == "" then
      done(nil, NOTHING)
    else
      done(tool.encoded and output:gsub("%s", "") or require("viscodex.base64").encode(output))
    end
  end
  if not tool.list then
    program.run(tool.read, answered)
    return
  end
  program.run(tool.list, function(_, listed)
    local format = M.best_format(listed)
    if format then
      program.run(vim.list_extend(vim.deepcopy(tool.read), { format }), answered)
    else
      done(nil, NOTHING)
    end
  end)
end

return M
