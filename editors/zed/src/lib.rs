//! Starts `viscodex-lsp` for Zed: as a language server, and as a context server (MCP). It installs nothing.

use zed_extension_api as zed;

const PROGRAM: &str = "viscodex-lsp";
const MISSING: &str = "viscodex-lsp is not on the PATH. Install it in an environment of its own: \
    python3 -m venv ~/.viscodex && ~/.viscodex/bin/pip install 'viscodex-lsp[local,agents]'";

struct VisCodex;

impl zed::Extension for VisCodex {
    fn new() -> Self {
        VisCodex
    }

    fn language_server_command(
        &mut self,
        _server: &zed::LanguageServerId,
        worktree: &zed::Worktree,
    ) -> zed::Result<zed::Command> {
        Ok(zed::Command {
            command: worktree.which(PROGRAM).ok_or(MISSING)?,
            args: vec!["--stdio".into()],
            env: worktree.shell_env(),
        })
    }

    fn context_server_command(
        &mut self,
        _server: &zed::ContextServerId,
        _project: &zed::Project,
    ) -> zed::Result<zed::Command> {
        Ok(zed::Command {
            command: PROGRAM.into(),
            args: vec!["mcp".into()],
            env: Vec::new(),
        })
    }
}

zed::register_extension!(VisCodex);
