--- The report of :checkhealth viscodex. For each part it says that it works, or what to do.

local M = {}

local health = vim.health
local uv = vim.uv or vim.loop

local CONNECT_MS = 3000

---@return string? program the server, where it can be run
local function check_server()
  local command, sentence = require("viscodex.client").command()
  if not command then
    health.error(sentence)
    return nil
  end
  local answer = vim.fn.systemlist({ command[1], "--version" })
  if vim.v.shell_error == 0 then
    health.ok(("%s (%s)"):format(answer[#answer] or "", vim.fn.exepath(command[1])))
    return command[1]
  end
  health.error(command[1] .. " cannot be run: " .. table.concat(answer, " "))
end

--- Whether something listens at the host and port of an address, and else why not.
---@param url string
---@return boolean
---@return string? reason
local function answers(url)
  local scheme, host, port = url:match("^(https?)://%[?([^/%]]-)%]?:?(%d*)$")
  if not scheme then
    scheme, host, port = url:match("^(https?)://%[?([^/%]]-)%]?:?(%d*)/")
  end
  if not scheme then
    return false, "the address does not begin with http:// or https://"
  end
  local done, reason = false, nil
  local socket = uv.new_tcp()
  local service = port ~= "" and port or scheme
  uv.getaddrinfo(host, service, { socktype = "stream" }, function(fault, found)
    if fault or not found or not found[1] then
      done, reason = true, "the host is not known"
      return
    end
    socket:connect(found[1].addr, found[1].port, function(refused)
      done, reason = true, refused
    end)
  end)
  local in_time = vim.wait(CONNECT_MS, function()
    return done
  end, 20)
  socket:close()
  return in_time and reason == nil, reason or "it does not answer"
end

--- What answers the questions: a model server that listens, or the local server that can be started.
---@param program string?
local function check_model(program)
  local environment = vim.env.VISCODEX_SERVER_URL or ""
  local url = environment ~= "" and environment or require("viscodex.config").get().settings.server.url
  if url ~= "" then
    local well, reason = answers(url)
    if well then
      health.ok("A model server answers at " .. url .. ".")
    else
      local place = environment ~= "" and "VISCODEX_SERVER_URL" or "settings.server.url"
      health.error(("No model server answers at %s: %s. Start it, or change %s."):format(url, reason, place))
    end
  elseif program then
    local answer = vim.fn.systemlist({ program, "local", "status" })
    local tell = vim.v.shell_error == 0 and health.ok or health.error
    tell(table.concat(answer, " "))
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
  if vim.fn.has("nvim-0.9") == 0 then
    (health or require("health")).report_error("VisCodex needs Neovim 0.9 or newer.")
    return
  end
  health.start("viscodex")
  health.ok("Neovim " .. tostring(vim.version()))
  check_model(check_server())
  check_clipboard()
  check_region()
  check_client()
end

return M
