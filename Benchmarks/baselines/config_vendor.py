"""Asks the vendor's own parser about mapper YAMLs: config_vendor.py FILE..., in the vendor toolchain's Python.

Prints how many it accepts.
"""

import logging
import sys

logging.disable(logging.CRITICAL)
from horizon_tc_ui.config.mapper_conf_parser import MpConf  # noqa: E402


def accepts(path):
    try:
        MpConf(path, "onnx")
        return True
    except (Exception, SystemExit):
        return False


print(sum(accepts(path) for path in sys.argv[1:]))
