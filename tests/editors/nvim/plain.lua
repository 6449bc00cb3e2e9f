-- Neovim without the plugin, by vim.lsp alone (0.7 and newer): each case is one promise of test_neovim.py.

local drive = dofile(vim.env.VISCODEX_TEST_DRIVE)

local function start()
  local id = vim.lsp.start_client({
    name = "viscodex",
    cmd = vim.fn.json_decode(vim.env.VISCODEX_TEST_SERVER),
    root_dir = vim.env.VISCODEX_TEST_WORKSPACE,
    init_options = { viscodex = { truth = { mode = "off" } } },
  })
  vim.lsp.buf_attach_client(0, id)
  local client = vim.lsp.get_client_by_id(id)
  drive.wait("initialize", function()
    return client.initialized
  end)
  return client
end

local function actions(client)
  local params = vim.lsp.util.make_range_params(0, client.offset_encoding)
  params.context = { diagnostics = {} }
  local answers = vim.lsp.buf_request_sync(0, "textDocument/codeAction", params, drive.LIMIT_MS)
  return answers[client.id].result
end

local function choose(client, words)
  for _, action in ipairs(actions(client)) do
    if action.title:find(words, 1, true) then
      return action
    end
  end
  error("not offered: " .. words)
end

-- The argument of viscodex.imageToCode for mock.png at the hole.
local function ask(client, mode)
  local place = { line = drive.HOLE - 1, character = 0 }
  client.request("workspace/executeCommand", {
    command = "viscodex.imageToCode",
    arguments = {
      {
        uri = vim.uri_from_bufnr(0),
        range = { start = place, ["end"] = place },
        picture = { kind = "file", path = "mock.png" },
        mode = mode,
      },
    },
  }, function(err)
    assert(not err, err and err.message)
  end, 0)
end

local cases = {}

function cases.applied()
  drive.open("linked.html")
  vim.api.nvim_win_set_cursor(0, { drive.HOLE, 20 })
  local before = drive.lines()
  local client = start()
  local action = choose(client, "mock.png")
  drive.same(action.title, "Image to code: from mock.png")
  vim.lsp.buf.execute_command(action.command)
  drive.message("Inserted 2 lines of HTML from mock.png")
  local expected = vim.deepcopy(drive.FILLED)
  table.insert(expected, drive.HOLE, '      <img src="mock.png">')
  drive.same(drive.lines(), expected)
  vim.cmd("undo")
  drive.same(drive.lines(), before)
end

function cases.typing_above()
  drive.open()
  local client = start()
  ask(client)
  drive.writing()
  drive.type_above("<!-- typed -->")
  drive.tell("GATE")
  drive.message("Inserted 2 lines")
  drive.same(drive.lines(), vim.list_extend({ "<!-- typed -->" }, drive.FILLED))
end

function cases.cancel()
  drive.open()
  local client = start()
  ask(client)
  drive.writing()
  vim.lsp.buf.execute_command({ command = "viscodex.cancel", arguments = {} })
  drive.message("Cancelled; nothing was changed")
  drive.same(drive.lines(), drive.PAGE)
end

function cases.proposal()
  drive.open()
  local client = start()
  ask(client, "propose")
  drive.message("ready")
  drive.same(drive.lines(), drive.PAGE)
  local action = choose(client, "Apply 2 lines of HTML from mock.png")
  vim.lsp.util.apply_workspace_edit(action.edit, client.offset_encoding)
  drive.same(drive.lines(), drive.FILLED)
end

drive.run(cases)
