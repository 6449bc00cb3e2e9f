-- Neovim with the plugin (0.9 and newer): each case is one promise of test_neovim.py.

local drive = dofile(vim.env.VISCODEX_TEST_DRIVE)
vim.opt.runtimepath:prepend(vim.env.VISCODEX_TEST_PLUGIN)
vim.cmd("runtime plugin/viscodex.lua")

local function server()
  return vim.fn.json_decode(vim.env.VISCODEX_TEST_SERVER)
end

local function clients()
  return (vim.lsp.get_clients or vim.lsp.get_active_clients)({ name = "viscodex" })
end

local function setup(options)
  -- Nothing is compared with its picture unless a case is about that.
  local usual = { cmd = server(), settings = { truth = { mode = "off" } } }
  require("viscodex").setup(vim.tbl_deep_extend("force", usual, options or {}))
end

local function in_mode(mode)
  setup({ settings = { delivery = { mode = mode } } })
end

local cases = {}

function cases.lazy()
  drive.same(package.loaded["viscodex.client"], nil)
  require("viscodex").setup({ settings = { server = { model = "mine" } } })
  drive.same({ package.loaded["viscodex.client"], #clients() }, { nil, 0 })
  drive.same(require("viscodex.config").get().settings.server, { url = "", model = "mine", caFile = "" })
  require("viscodex").setup({ settings = { server = { modell = "x" } } })
  drive.message("settings.server.modell is not a setting")
  drive.same(require("viscodex.config").get().settings.server.model, "mine")
end

function cases.words()
  drive.same(vim.fn.getcompletion("Viscodex ", "cmdline"), {
    "apply", "cancel", "clipboard", "closer", "compare", "discard", "file", "preview", "region", "rewrite", "screen",
    "status",
  })
  drive.same(vim.fn.getcompletion("Viscodex re", "cmdline"), { "region", "rewrite" })
  vim.cmd("Viscodex dance")
  drive.message("dance is no subcommand")
  vim.cmd("Viscodex rewrite")
  drive.message("Select what to rewrite first")
  drive.same(#clients(), 0)
end

function cases.base64()
  local base64 = require("viscodex.base64")
  local data = {}
  for number = 0, 255 do
    table.insert(data, string.char(number))
    local text = table.concat(data)
    drive.same(base64.encode_slowly(text), base64.encode(text))
  end
  drive.same({ base64.encode_slowly("f"), base64.encode_slowly("fo"), base64.encode_slowly("foo") },
    { "Zg==", "Zm8=", "Zm9v" })
end

function cases.not_installed()
  require("viscodex").setup({ cmd = { "viscodex-lsp-that-is-not-there", "--stdio" } })
  drive.open()
  vim.cmd("Viscodex status")
  local root = vim.fn.fnamemodify(vim.env.VISCODEX_TEST_PLUGIN, ":h:h")
  drive.message("Install it: python3 -m venv ~/.viscodex && ~/.viscodex/bin/pip install '" .. root .. "[local]'")
  drive.same(#drive.messages, 1)
  vim.cmd("checkhealth viscodex")
  local report = table.concat(drive.lines(), "\n")
  assert(report:find("was not found. Install it", 1, true), report)
end

function cases.no_model()
  setup()
  vim.cmd("checkhealth viscodex")
  local report = table.concat(drive.lines(), "\n")
  assert(report:find("ERROR No model server answers at http://127.0.0.1:9/v1: ECONNREFUSED", 1, true), report)
  assert(report:find("change VISCODEX_SERVER_URL", 1, true), report)
end

function cases.too_old()
  drive.open()
  vim.cmd("Viscodex status")
  vim.cmd("checkhealth viscodex")
  local told = vim.fn.execute("messages") .. table.concat(drive.lines(), "\n")
  drive.same(select(2, told:gsub("VisCodex needs Neovim 0.9 or newer", "")), 2)
  drive.same(told:find("traceback"), nil)
end

function cases.clipboard()
  setup()
  drive.open()
  vim.cmd("Viscodex clipboard with a greeting")
  drive.message("Inserted 2 lines of HTML from clipboard")
  drive.same(drive.lines(), drive.FILLED)
  vim.cmd("undo")
  drive.same(drive.lines(), drive.PAGE)
end

function cases.autostart()
  require("viscodex").setup({ cmd = { "viscodex-lsp-that-is-not-there" }, autostart = true })
  drive.open()
  setup({ autostart = true })
  vim.cmd("copen")
  drive.same({ drive.messages, #clients() }, { {}, 0 })
  vim.cmd("cclose")
  drive.open("linked.html")
  drive.wait("the server", function()
    return #clients() == 1 and clients()[1].initialized and vim.lsp.buf_is_attached(0, clients()[1].id)
  end)
  drive.same(drive.messages, {})
end

function cases.screen()
  setup()
  drive.open()
  vim.cmd("Viscodex screen")
  drive.message("Inserted 2 lines of HTML from screenshot")
  drive.same(drive.lines(), drive.FILLED)
end

function cases.file()
  setup()
  drive.open()
  vim.cmd("5,5Viscodex file " .. vim.env.VISCODEX_TEST_WORKSPACE .. "/../elsewhere.png")
  drive.message("Inserted 2 lines of HTML from elsewhere.png")
  drive.same(drive.lines(), drive.FILLED)
end

function cases.typing_above()
  setup()
  drive.open()
  vim.cmd("Viscodex file " .. vim.env.VISCODEX_TEST_WORKSPACE .. "/mock.png")
  drive.writing()
  drive.type_above("<!-- typed -->")
  drive.tell("GATE")
  drive.message("Inserted 2 lines")
  drive.same(drive.lines(), vim.list_extend({ "<!-- typed -->" }, drive.FILLED))
end

function cases.cancel()
  setup()
  drive.open()
  vim.cmd("Viscodex file " .. vim.env.VISCODEX_TEST_WORKSPACE .. "/mock.png")
  drive.writing()
  vim.cmd("Viscodex cancel")
  drive.message("Cancelled; nothing was changed")
  drive.same(drive.lines(), drive.PAGE)
end

function cases.compare()
  setup({ settings = { truth = { mode = "apply", applyFrom = 0.95 } } })
  drive.open()
  vim.cmd("Viscodex file " .. vim.env.VISCODEX_TEST_WORKSPACE .. "/form.png")
  drive.message("words are missing")
  drive.same(drive.lines(), drive.PAGE)
  vim.cmd("Viscodex compare")
  drive.wait("the float", function()
    return vim.api.nvim_win_get_config(0).relative ~= ""
  end)
  local shown = table.concat(drive.lines(), "\n")
  drive.same({ shown:find("words .*%d+ %%") ~= nil, shown:find("Continue") ~= nil }, { true, true })
  local path = shown:match("report: (%S+)")
  drive.same(table.concat(vim.fn.readfile(path), "\n"):find("Where they differ") ~= nil, true)
  vim.api.nvim_feedkeys("c", "x", false)
  drive.message("The proposal is now 6 lines of HTML")
  vim.cmd("Viscodex apply")
  drive.message("Inserted 6 lines of HTML")
  drive.same(table.concat(drive.lines(), "\n"):find("Continue to payment") ~= nil, true)
end

function cases.preview()
  in_mode("propose")
  drive.open()
  local window = vim.api.nvim_get_current_win()
  vim.cmd("Viscodex file " .. vim.env.VISCODEX_TEST_WORKSPACE .. "/mock.png")
  drive.message("ready. :Viscodex preview shows it, :Viscodex apply inserts it.")
  drive.same(drive.lines(), drive.PAGE)
  vim.cmd("Viscodex preview")
  drive.wait("the float", function()
    return vim.api.nvim_get_current_win() ~= window
  end)
  drive.same(vim.list_slice(drive.lines(), 5, 7), { "-", "+      <h1>Hello</h1>", "+      <p>World</p>" })
  vim.api.nvim_feedkeys("a", "x", false)
  drive.message("Inserted 2 lines of HTML from mock.png")
  drive.same(vim.api.nvim_get_current_win(), window)
  drive.same(drive.lines(), drive.FILLED)
end

function cases.killed()
  setup()
  drive.open()
  vim.cmd("Viscodex status")
  drive.message("model at http://")
  local pid = vim.fn.system({ "pgrep", "-P", tostring(vim.fn.getpid()), "-f", "viscodex_lsp" })
  vim.loop.kill(tonumber(vim.split(pid, "\n")[1]), "sigkill")
  drive.message("the next :Viscodex starts it again")
  vim.cmd("Viscodex file " .. vim.env.VISCODEX_TEST_WORKSPACE .. "/mock.png")
  drive.message("Inserted 2 lines of HTML from mock.png")
  drive.same(drive.lines(), drive.FILLED)
end

function cases.completion()
  setup()
  drive.open()
  vim.cmd("Viscodex status")
  drive.message("model at http://")
  vim.api.nvim_buf_set_lines(0, 4, 5, true, { "      <!-- image: a greeting -->" })
  vim.api.nvim_win_set_cursor(0, { 5, 32 })
  local client = clients()[1]
  local place = vim.lsp.util.make_position_params(0, client.offset_encoding)
  place.position.character = 32
  local answers = vim.lsp.buf_request_sync(0, "textDocument/completion", place, drive.LIMIT_MS)
  local item = answers[client.id].result[1]
  drive.same(item.label, "code from the clipboard picture")
  client.commands[item.command.command](item.command, { bufnr = vim.api.nvim_get_current_buf() })
  drive.message("Inserted 2 lines of HTML from clipboard")
  local expected = vim.deepcopy(drive.FILLED)
  table.insert(expected, 5, "      <!-- image: a greeting -->")
  drive.same(drive.lines(), expected)
end

drive.run(cases)
