--- :checkhealth viscodex: each part is well, or what to do.

local M = {}

local health = vim.health

local function check_neovim()
  if vim.fn.has("nvim-0.9") == 1 then
    health.ok("Neovim " .. tostring(vim.version()))
  else
    health.error("Neovim 0.9 or newer is needed; without the plugin the server works from 0.7.")
  end
end

local function check_server()
  local command, sentence = require("viscodex.client").command()
  if not command then
    health.error(sentence)
    return
  end
  local answer = vim.fn.systemlist({ command[1], "--version" })
  if vim.v.shell_error == 0 then
    health.ok(("%s (%s)"):format(answer[#answer] or "", command[1]))
  else
    health.error(command[1] .. " cannot be run: " .. table.concat(answer, " "))
  end
end

local function check_clipboard()
  local tool = require("viscodex.clipboard").tool()
  if tool then
    health.ok("The clipboard is read by " .. tool.name .. ".")
  else
    health.warn("No program reads pictures from the clipboard; install wl-clipboard, xclip or pngpaste.")
  end
end

local function check_region()
  local wayland = (vim.env.WAYLAND_DISPLAY or "") ~= ""
  local x11 = (vim.env.DISPLAY or "") ~= ""
  local ready = wayland and vim.fn.executable("slurp") == 1 and vim.fn.executable("grim") == 1
    or x11 and (vim.fn.executable("slop") == 1 or vim.fn.executable("maim") == 1)
    or vim.fn.has("mac") == 1
  if ready then
    health.ok("A region of the screen can be marked.")
  else
    health.info("To mark a region of the screen, install slurp and grim (Wayland) or slop (X11).")
  end
end

local function check_client()
  local list = vim.lsp.get_clients or vim.lsp.get_active_clients
  if #list({ name = "viscodex" }) > 0 then
    health.ok("The server runs; :Viscodex status tells what it does.")
  else
    health.info("The server is not started yet; the first :Viscodex does.")
  end
end

function M.check()
  health.start("viscodex")
  check_neovim()
  check_server()
  check_clipboard()
  check_region()
  check_client()
end

return M
