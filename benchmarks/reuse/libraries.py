"""The real libraries whose types repositories of the benchmark use, and what the judges need, installed by npm."""

import json
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Final

PACKAGES: Final = {
    "@mui/material": "9.5.0",
    "@emotion/react": "11.14.0",
    "@emotion/styled": "11.14.1",
    "@mantine/core": "9.8.1",
    "@mantine/hooks": "9.8.1",
    "antd": "6.6.8",
    "@radix-ui/themes": "3.3.0",
    "react-bootstrap": "2.10.10",
    "primevue": "4.5.5",
    "vuetify": "4.3.0",
    "naive-ui": "2.45.3",
    "element-plus": "2.14.8",
    "quasar": "2.27.0",
    "flowbite-svelte": "1.33.1",
    "carbon-components-svelte": "0.112.1",
    "@sveltestrap/sveltestrap": "7.1.0",
    "@chakra-ui/react": "3.38.0",
    "@fluentui/react-components": "9.74.11",
    "@blueprintjs/core": "6.20.0",
    "ant-design-vue": "4.2.6",
    "vant": "4.10.2",
    "bootstrap-vue-next": "1.2.1",
    "svelte-ux": "1.0.11",
    "@svelteuidev/core": "0.15.7",
    "rsuite": "6.2.4",
    "grommet": "2.57.0",
    "styled-components": "6.6.0",
    "@primer/react": "38.40.0",
    "evergreen-ui": "7.1.9",
    "reactstrap": "9.2.3",
    "primereact": "10.9.7",
    "vuestic-ui": "1.10.3",
    "tdesign-vue-next": "1.20.8",
    "@coreui/vue": "5.10.0",
    "bits-ui": "2.21.0",
    "m3-svelte": "7.1.2",
    "semantic-ui-react": "2.1.5",
    "flowbite-react": "0.12.17",
    "@patternfly/react-core": "6.6.1",
    "react-aria-components": "1.22.1",
    "@carbon/react": "1.117.0",
    "@arco-design/web-vue": "2.59.0",
    "@varlet/ui": "3.20.6",
    "wave-ui": "4.0.2",
    "konsta": "5.5.0",
    "framework7-svelte": "9.1.2",
    "typescript": "5.9.3",
    "vue-tsc": "3.3.14",
    "svelte-check": "4.7.8",
    "@types/react": "19.3.3",
    "csstype": "3.2.4",
    "react": "19.3.1",
    "react-dom": "19.3.1",
    "vue": "3.5.45",
    "svelte": "5.57.3",
}
ANGULAR: Final = {
    "@angular/animations": "20.3.34",
    "@angular/cdk": "20.2.14",
    "@angular/common": "20.3.35",
    "@angular/compiler": "20.3.35",
    "@angular/compiler-cli": "20.3.35",
    "@angular/core": "20.3.35",
    "@angular/forms": "20.3.35",
    "@angular/material": "20.2.14",
    "@angular/platform-browser": "20.3.35",
    "@angular/router": "20.3.35",
    "@coreui/angular": "5.5.17",
    "@coreui/icons-angular": "5.5.17",
    "@taiga-ui/core": "5.26.0",
    "@ng-bootstrap/ng-bootstrap": "19.0.1",
    "ng-zorro-antd": "20.4.4",
    "primeng": "20.4.0",
    "@nebular/theme": "17.0.0",
    "carbon-components-angular": "5.72.2",
    "@ionic/angular": "8.8.19",
    "@clr/angular": "18.2.2",
    "@fundamental-ngx/core": "0.64.3",
    "rxjs": "7.8.2",
    "tslib": "2.9.1",
    "typescript": "5.9.3",
    "zone.js": "0.15.1",
}


def installed(folder: Path, packages: Mapping[str, str]) -> Path:
    """The folder with a `node_modules` of these packages and what they depend on; asks npm for it where it is missing.

    No script of a package is run.

    Raises:
        subprocess.CalledProcessError: npm cannot install them.
    """
    wanted = json.dumps({"private": True, "dependencies": dict(packages)}, indent=2)
    stamp = folder / "node_modules" / ".installed"
    if not stamp.is_file() or stamp.read_text() != wanted:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "package.json").write_text(wanted)
        options = ("--ignore-scripts", "--legacy-peer-deps", "--no-audit", "--no-fund", "--silent")
        subprocess.run(["npm", "install", *options], cwd=folder, capture_output=True, text=True, check=True)
        stamp.write_text(wanted)
    return folder
