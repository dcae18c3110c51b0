"""Runs the vendor's own parser on mapper YAML files and prints how many it accepts.

usage: config_vendor.py FILE... (in the vendor toolchain's Python)
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
