"""Provokes failures of the vendor's tools, each with the smallest model that shows it.

usage: vendor_failures.py --list
       vendor_failures.py NAME FOLDER    (run by the toolchain's Python)

Makes the case NAME in FOLDER, which must be empty, runs the vendor's tool there, and passes on all that it prints. The last
line says the exit status.
"""

import glob
import os
import resource
import signal
import subprocess
import sys
import time

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

import yaml

BIN = os.path.dirname(sys.executable)
MARCH = "bayes-e"
CASES = {}


def case(function):
    CASES[function.__name__] = function
    return function


# Models


def weight(name, *shape):
    values = np.random.default_rng(1).normal(0, 0.3, shape).astype(np.float32)
    return numpy_helper.from_array(values, name)


def conv(x, y, kernel=3, **attributes):
    attributes.setdefault("pads", [kernel // 2] * 4)
    return helper.make_node("Conv", [x, f"{y}_w"], [y], name=y, kernel_shape=[kernel, kernel], **attributes)


def value(name, shape, kind=TensorProto.FLOAT):
    return helper.make_tensor_value_info(name, kind, shape)


def save(nodes, outputs, weights=(), shape=(1, 3, 32, 32), opset=11, ir=6, domains=(), path="model.onnx"):
    graph = helper.make_graph(list(nodes), "main_graph", [value("data", shape)], list(outputs), list(weights))
    opsets = [helper.make_opsetid("", opset)] + [helper.make_opsetid(d, 1) for d in domains]
    model = helper.make_model(graph, opset_imports=opsets, ir_version=ir)
    onnx.save(model, path)


def small(shape=(1, 3, 32, 32), **options):
    """Conv, Relu, Conv."""
    nodes = [
        conv("data", "first"),
        helper.make_node("Relu", ["first"], ["active"], name="active"),
        conv("active", "second"),
    ]
    save(
        nodes,
        [value("second", [shape[0], 8, shape[2], shape[3]])],
        [weight("first_w", 8, 3, 3, 3), weight("second_w", 8, 8, 3, 3)],
        shape,
        **options,
    )


def after_conv(node, shape, weights=(), **options):
    """Conv and then one node, which reads `first` and makes `result`."""
    save([conv("data", "first"), node], [value("result", shape)], [weight("first_w", 8, 3, 3, 3), *weights], **options)


# Configurations and samples


def samples(count=2, shape=(3, 32, 32), make=None, folder="calibration"):
    os.makedirs(folder, exist_ok=True)
    random = np.random.default_rng(2)
    for index in range(count):
        data = random.uniform(0, 255, shape).astype(np.float32) if make is None else make(index)
        data.tofile(f"{folder}/{index}.rgbchw")


def config(changes=None, without=(), text=None):
    """A configuration that works for `small`, with values changed by `section.key`."""
    values = {
        "model_parameters": {
            "onnx_model": "model.onnx",
            "march": MARCH,
            "working_dir": "build",
            "output_model_file_prefix": "m",
        },
        "input_parameters": {
            "input_name": "data",
            "input_shape": "1x3x32x32",
            "input_type_rt": "nv12",
            "input_type_train": "rgb",
            "input_layout_train": "NCHW",
            "norm_type": "data_mean_and_scale",
            "mean_value": "123.675 116.28 103.53",
            "scale_value": "0.0171 0.0175 0.0174",
        },
        "calibration_parameters": {
            "cal_data_dir": "calibration",
            "cal_data_type": "float32",
            "calibration_type": "max",
        },
        "compiler_parameters": {"compile_mode": "latency", "optimize_level": "O0", "debug": False},
    }
    for path, changed in (changes or {}).items():
        section, key = path.split(".")
        values[section][key] = changed
    for path in without:
        section, _, key = path.partition(".")
        if key:
            values[section].pop(key)
        else:
            values.pop(section)
    with open("config.yaml", "w") as file:
        file.write(text if text is not None else yaml.safe_dump(values))


def write(path, content):
    with open(path, "wb") as file:
        file.write(content if isinstance(content, bytes) else content.encode())


# Tools


def tool(*arguments, environment=None, before=None):
    variables = dict(os.environ, PATH=BIN + ":" + os.environ["PATH"], PYTHONUNBUFFERED="1", MPLBACKEND="Agg")
    variables.update(environment or {})
    sys.stdout.flush()
    program = os.path.join(BIN, arguments[0])
    run = subprocess.run(
        [program, *arguments[1:]],
        check=False,
        stderr=subprocess.STDOUT,
        stdin=subprocess.DEVNULL,
        env=variables,
        preexec_fn=before,
    )
    return run.returncode if run.returncode >= 0 else 128 - run.returncode


def check(model="model.onnx", march=MARCH):
    return tool("hb_mapper", "checker", "--model-type", "onnx", "--march", march, "--model", model)


def build(**options):
    return tool("hb_mapper", "makertbin", "--model-type", "onnx", "--config", "config.yaml", **options)


def build_with(changes=None, without=(), text=None, model=small, calibration=samples, **options):
    model()
    calibration()
    config(changes, without, text)
    return build(**options)


# The model


@case
def opset_new():
    small(opset=17)
    return check()


@case
def ir_version():
    small(ir=10)
    return check()


@case
def corrupt_model():
    small()
    with open("model.onnx", "rb") as file:
        data = file.read()
    write("model.onnx", data[: len(data) // 2])
    return check()


@case
def text_model():
    write("model.onnx", "version https://git-lfs.github.com/spec/v1\n")
    return check()


@case
def empty_model():
    open("model.onnx", "w").close()
    return check()


@case
def missing_model():
    return check("nowhere.onnx")


@case
def unknown_operator():
    after_conv(helper.make_node("Sparkle", ["first"], ["result"], name="sparkle"), [1, 8, 32, 32])
    return check()


@case
def unknown_domain():
    node = helper.make_node("NMSRotated", ["first"], ["result"], name="nms", domain="mmdeploy")
    after_conv(node, [1, 8, 32, 32], domains=["mmdeploy"])
    return check()


@case
def operator_later():
    """An operator that the opset does not have yet."""
    after_conv(helper.make_node("HardSwish", ["first"], ["result"], name="act"), [1, 8, 32, 32])
    return check()


@case
def unknown_attribute():
    after_conv(helper.make_node("Relu", ["first"], ["result"], name="act", slope=0.5), [1, 8, 32, 32])
    return check()


@case
def missing_attribute():
    after_conv(helper.make_node("Concat", ["first", "first"], ["result"], name="join"), [1, 16, 32, 32])
    return check()


@case
def mode_of_resize():
    weights = [
        numpy_helper.from_array(np.zeros(0, np.float32), "roi"),
        numpy_helper.from_array(np.array([1, 1, 2, 2], np.float32), "scales"),
    ]
    node = helper.make_node("Resize", ["first", "roi", "scales"], ["result"], name="up", mode="lanczos")
    after_conv(node, [1, 8, 64, 64], weights)
    return check()


@case
def undefined_input():
    after_conv(helper.make_node("Add", ["first", "nowhere"], ["result"], name="sum"), [1, 8, 32, 32])
    return check()


@case
def wrong_shapes():
    after_conv(
        helper.make_node("Add", ["first", "b"], ["result"], name="sum"), [1, 8, 32, 32], [weight("b", 1, 7, 1, 1)]
    )
    return check()


@case
def wrong_channels():
    save([conv("data", "first")], [value("first", [1, 8, 32, 32])], [weight("first_w", 8, 4, 3, 3)])
    return check()


@case
def missing_external_data():
    small()
    model = onnx.load("model.onnx")
    onnx.save(model, "model.onnx", save_as_external_data=True, location="model.data", size_threshold=0)
    os.remove("model.data")
    return check()


@case
def dynamic_shape():
    small(shape=(1, 3, "height", "width"))
    return check()


@case
def dynamic_batch():
    small(shape=("batch", 3, 32, 32))
    return check()


@case
def zero_dimension():
    small(shape=(1, 3, 0, 32))
    return check()


@case
def five_dimensions():
    node = helper.make_node("Conv", ["data", "w"], ["y"], name="c3", kernel_shape=[3, 3, 3], pads=[1] * 6)
    save([node], [value("y", [1, 8, 8, 32, 32])], [weight("w", 8, 3, 3, 3, 3)], shape=(1, 3, 8, 32, 32))
    return check()


@case
def featuremap_without_layout():
    save([helper.make_node("Sin", ["data"], ["y"], name="sine")], [value("y", [1, 3, 32, 32])])
    samples()
    config(
        {
            "input_parameters.norm_type": "no_preprocess",
            "input_parameters.input_type_rt": "featuremap",
            "input_parameters.input_type_train": "featuremap",
        },
        without=["input_parameters.mean_value", "input_parameters.scale_value"],
    )
    return build()


@case
def unused_input():
    save(
        [helper.make_node("Constant", [], ["y"], name="c", value=numpy_helper.from_array(np.ones((1, 4), np.float32)))],
        [value("y", [1, 4])],
    )
    return check()


@case
def sequence_operator():
    nodes = [conv("data", "first"), helper.make_node("SplitToSequence", ["first"], ["s"], name="seq", axis=1)]
    nodes += [helper.make_node("ConcatFromSequence", ["s"], ["result"], name="cat", axis=1)]
    save(nodes, [value("result", [1, 8, 32, 32])], [weight("first_w", 8, 3, 3, 3)])
    return check()


@case
def prelu_elements():
    node = helper.make_node("PRelu", ["first", "slope"], ["result"], name="prelu")
    after_conv(node, [1, 8, 32, 32], [weight("slope", 8, 32, 32)])
    return check()


# The configuration


@case
def wrong_key():
    return build_with({"calibration_parameters.callibration_type": "max"})


@case
def no_model_key():
    return build_with(without=["model_parameters.onnx_model"])


@case
def no_march_key():
    return build_with(without=["model_parameters.march"])


@case
def yaml_syntax():
    return build_with(text="model_parameters:\n  onnx_model: 'model.onnx\n march: bayes-e\n")


@case
def yaml_tab():
    return build_with(text="model_parameters:\n\tonnx_model: model.onnx\n")


@case
def wrong_march():
    return build_with({"model_parameters.march": "bayes-x"})


@case
def wrong_march_checker():
    small()
    return check(march="bayes-x")


@case
def march_of_another_chip():
    return build_with({"model_parameters.march": "bernoulli2"})


@case
def model_not_found():
    return build_with({"model_parameters.onnx_model": "nowhere.onnx"})


@case
def wrong_input_name():
    return build_with({"input_parameters.input_name": "images"})


@case
def input_shape_text():
    return build_with({"input_parameters.input_shape": "1*3*32*32"})


@case
def mean_count():
    return build_with({"input_parameters.mean_value": "123.675 116.28"})


@case
def scale_count():
    return build_with({"input_parameters.scale_value": "0.0171 0.0175"})


@case
def scale_zero():
    return build_with({"input_parameters.scale_value": "0 0 0"})


@case
def no_scale():
    return build_with(without=["input_parameters.scale_value"])


@case
def norm_type():
    return build_with({"input_parameters.norm_type": "mean_std"})


@case
def wrong_input_type():
    return build_with({"input_parameters.input_type_rt": "yuv420"})


@case
def type_pair():
    return build_with({"input_parameters.input_type_rt": "nv12", "input_parameters.input_type_train": "featuremap"})


@case
def wrong_layout():
    return build_with({"input_parameters.input_layout_train": "CHWN"})


@case
def wrong_range():
    return build_with({"input_parameters.input_space_and_range": "bt709"})


@case
def odd_nv12():
    return build_with(
        {"input_parameters.input_shape": "1x3x33x33"},
        model=lambda: small((1, 3, 33, 33)),
        calibration=lambda: samples(shape=(3, 33, 33)),
    )


@case
def nv12_channels():
    def four():
        save([conv("data", "first")], [value("first", [1, 8, 32, 32])], [weight("first_w", 8, 4, 3, 3)], (1, 4, 32, 32))

    return build_with(
        {"input_parameters.input_shape": "1x4x32x32"}, model=four, calibration=lambda: samples(shape=(4, 32, 32))
    )


@case
def calibration_type():
    return build_with({"calibration_parameters.calibration_type": "mx"})


@case
def percentile_range():
    return build_with({"calibration_parameters.max_percentile": 1.5})


@case
def per_channel_text():
    return build_with({"calibration_parameters.per_channel": "maybe"})


@case
def load_without_qat():
    return build_with({"calibration_parameters.calibration_type": "load"})


@case
def data_type():
    return build_with({"calibration_parameters.cal_data_type": "float16"})


@case
def optimize_level():
    return build_with({"compiler_parameters.optimize_level": "O4"})


@case
def compile_mode():
    return build_with({"compiler_parameters.compile_mode": "speed"})


@case
def balance_without_factor():
    return build_with({"compiler_parameters.compile_mode": "balance"})


@case
def balance_factor():
    return build_with({"compiler_parameters.compile_mode": "balance", "compiler_parameters.balance_factor": 200})


@case
def core_num():
    return build_with({"compiler_parameters.core_num": 2})


@case
def input_source():
    return build_with({"compiler_parameters.input_source": {"images": "pyramid"}})


@case
def input_source_kind():
    return build_with({"compiler_parameters.input_source": {"data": "camera"}})


@case
def max_time_per_fc():
    return build_with({"compiler_parameters.max_time_per_fc": 10})


@case
def unknown_output_node():
    return build_with({"model_parameters.output_nodes": "nowhere"})


@case
def remove_node_type():
    return build_with({"model_parameters.remove_node_type": "Sparkle"})


@case
def remove_node_name():
    return build_with({"model_parameters.remove_node_name": "nowhere"})


@case
def bad_node_info():
    return build_with({"model_parameters.node_info": "first:bpu"})


@case
def node_info_value():
    return build_with({"model_parameters.node_info": {"first": {"ON": "GPU"}}})


def with_sine():
    nodes = [conv("data", "first"), helper.make_node("Softsign", ["first"], ["s"], name="odd"), conv("s", "result")]
    save(nodes, [value("result", [1, 8, 32, 32])], [weight("first_w", 8, 3, 3, 3), weight("result_w", 8, 8, 3, 3)])


@case
def run_on_bpu_unknown():
    return build_with({"calibration_parameters.run_on_bpu": "nowhere"})


@case
def optimization_unknown():
    return build_with({"calibration_parameters.optimization": "make_it_fast"})


@case
def debug_mode_unknown():
    return build_with({"model_parameters.debug_mode": "everything"})


@case
def batch_input_shape():
    return build_with({"input_parameters.input_batch": 2}, model=lambda: small((2, 3, 32, 32)))


# Calibration data


@case
def no_calibration_folder():
    return build_with(calibration=lambda: None)


@case
def empty_calibration():
    return build_with(calibration=lambda: os.makedirs("calibration"))


@case
def wrong_bytes():
    return build_with(calibration=lambda: samples(shape=(3, 16, 16)))


@case
def stray_file():
    def stray():
        samples()
        write("calibration/manifest.json", "{}")

    return build_with(calibration=stray)


@case
def uint8_samples():
    return build_with(calibration=lambda: samples(make=lambda _: np.zeros((3, 32, 32), np.uint8)))


@case
def nested_folder():
    return build_with(calibration=lambda: samples(folder="calibration/inner"))


@case
def infinite_samples():
    return build_with(calibration=lambda: samples(make=lambda _: np.full((3, 32, 32), np.inf, np.float32)))


@case
def nan_weights():
    def broken():
        w = np.full((8, 3, 3, 3), np.nan, np.float32)
        save([conv("data", "first")], [value("first", [1, 8, 32, 32])], [numpy_helper.from_array(w, "first_w")])

    return build_with(model=broken)


@case
def folders_count():
    return build_with({"calibration_parameters.cal_data_dir": "calibration;calibration"})


@case
def fixed_batch():
    """A Reshape with a fixed batch: calibration falls back to one image at a time."""

    def reshaping():
        shapes = [numpy_helper.from_array(np.array([1, 8192]), "flat")]
        nodes = [conv("data", "first"), helper.make_node("Reshape", ["first", "flat"], ["result"], name="flatten")]
        save(nodes, [value("result", [1, 8192])], [weight("first_w", 8, 3, 3, 3), *shapes])

    return build_with(model=reshaping, calibration=lambda: samples(16))


@case
def no_source():
    return build_with()


# Programs, memory, disks


@case
def info_of_text():
    write("m.bin", "not a model")
    return tool("hb_model_info", "m.bin")


@case
def missing_dot():
    build_with()
    os.makedirs("bin")
    for name in ["sh", "bash", "uname", "cat", "env", "ls", "cp", "mv", "rm", "mkdir"]:
        os.symlink(f"/bin/{name}", f"bin/{name}")
    return tool("hb_perf", "build/m.bin", environment={"PATH": BIN + ":" + os.path.abspath("bin")})


@case
def missing_torch():
    os.makedirs("hidden/torch")
    write("hidden/torch/__init__.py", 'raise ModuleNotFoundError("No module named \'torch\'", name="torch")\n')
    small()
    return tool(
        "hb_mapper",
        "checker",
        "--model-type",
        "onnx",
        "--march",
        MARCH,
        "--model",
        "model.onnx",
        environment={"PYTHONPATH": os.path.abspath("hidden")},
    )


@case
def little_memory():
    return build_with(before=lambda: resource.setrlimit(resource.RLIMIT_AS, (1200 << 20, 1200 << 20)))


@case
def file_size_limit():
    def limit():
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))

    return build_with(before=limit)


@case
def read_only_folder():
    return build_with({"model_parameters.working_dir": "/proc/nowhere/build"})


@case
def compiler_crash():
    """hbdk-cc dies of a signal: a stand-in earlier on the PATH."""
    return stand_in("hbdk-cc", "kill -SEGV $$")


@case
def compiler_killed():
    return stand_in("hbdk-cc", "kill -KILL $$")


@case
def compiler_fails():
    return stand_in("hbdk-cc", "echo 'cannot allocate'; exit 3")


@case
def compiler_missing():
    return stand_in("hbdk-cc", None)


def stand_in(name, body):
    os.makedirs("stand-in")
    with open(f"stand-in/{name}", "w") as file:
        file.write("#!/bin/sh\n" + (body if body else "exit 127") + "\n")
    os.chmod(f"stand-in/{name}", 0o755)
    return build_with(environment={"PATH": os.path.abspath("stand-in") + ":" + BIN + ":" + os.environ["PATH"]})


@case
def compiler_input():
    write("m.hbir", "nothing")
    return tool("hbdk-cc", "-f", "hbir", "-m", "m.hbir", "-o", "m.hbm", "--march", MARCH, "--O0")


@case
def simulator_input():
    build_with()
    tool("hb_perf", "build/m.bin")
    write("i.yuv", bytes(100))
    os.makedirs("o")
    hbm = glob.glob("**/temp.hbm", recursive=True)[0]
    return tool("hbdk-sim", "-o", "o", "-f", hbm, "-n", "main_graph_subgraph_0", "-i", "i.yuv", "--yuv-size", "32x32")


@case
def killed():
    """Killed while it works, as the kernel does where memory runs out."""
    small()
    samples()
    config()
    variables = dict(os.environ, PATH=BIN + ":" + os.environ["PATH"])
    command = [f"{BIN}/hb_mapper", "makertbin", "--model-type", "onnx", "--config", "config.yaml"]
    run = subprocess.Popen(command, stderr=subprocess.STDOUT, env=variables)
    time.sleep(2)
    run.kill()
    return run.wait()


def with_resize(sizes=(1, 8, 64, 64), tail=False):
    """Conv and a Resize by sizes, which hb_mapper leaves on the CPU."""
    weights = [
        numpy_helper.from_array(np.zeros(0, np.float32), "roi"),
        numpy_helper.from_array(np.zeros(0, np.float32), "scales"),
        numpy_helper.from_array(np.array(sizes), "sizes"),
    ]
    node = helper.make_node(
        "Resize",
        ["first", "roi", "scales", "sizes"],
        ["up" if tail else "result"],
        name="odd",
        mode="nearest",
        coordinate_transformation_mode="asymmetric",
        nearest_mode="floor",
    )
    if not tail:
        return after_conv(node, list(sizes), weights)
    nodes = [conv("data", "first"), node, conv("up", "result")]
    weights += [weight("first_w", 8, 3, 3, 3), weight("result_w", 8, 8, 3, 3)]
    return save(nodes, [value("result", list(sizes))], weights)


@case
def int16_resize():
    return build_with(
        {"model_parameters.node_info": {"odd": {"InputType": "int16"}}}, model=lambda: with_resize(tail=True)
    )


@case
def two_names():
    return build_with({"input_parameters.input_name": "data;data"})


@case
def two_means():
    return build_with({"input_parameters.mean_value": "1 2 3;1 2 3"})


@case
def nv12_output_layout():
    return build_with({"input_parameters.input_layout_rt": "NCHW"})


@case
def disk_full():
    """The log goes to /dev/full."""
    small()
    samples()
    config()
    os.symlink("/dev/full", "hb_mapper_makertbin.log")
    return build()


@case
def crash_in_quantizer():
    return build_with(before=lambda: resource.setrlimit(resource.RLIMIT_STACK, (64 << 10, 64 << 10)))


@case
def simulator_name():
    build_with()
    tool("hb_perf", "build/m.bin")
    write("i.yuv", bytes(1536))
    os.makedirs("o")
    hbm = glob.glob("**/temp.hbm", recursive=True)[0]
    return tool("hbdk-sim", "-o", "o", "-f", hbm, "-n", "nowhere", "-i", "i.yuv", "--yuv-size", "32x32")


@case
def perf_hbm():
    write("m.hbm", "not a program")
    return tool("hbdk-perf", "m.hbm")


@case
def shape_rank():
    return build_with({"input_parameters.input_shape": "1x3"})


@case
def no_output():
    def model():
        small()
        loaded = onnx.load("model.onnx")
        del loaded.graph.output[:]
        onnx.save(loaded, "model.onnx")

    return build_with(model=model)


@case
def compiler_little_memory():
    real = os.path.join(BIN, "hbdk-cc")
    return stand_in("hbdk-cc", f'ulimit -v 20000; exec "{real}" "$@"')


# Builds that succeed, but not as asked


@case
def silent_changes():
    """Int16 and the BPU asked for where they are not there, a percentile that depends on the number of samples."""

    def model():
        resize = helper.make_node(
            "Resize",
            ["first", "roi", "scales", "sizes"],
            ["up"],
            name="up",
            mode="nearest",
            coordinate_transformation_mode="asymmetric",
            nearest_mode="floor",
        )
        pool = helper.make_node("MaxPool", ["second"], ["pool"], name="pool", kernel_shape=[300, 300], pads=[140] * 4)
        weights = [
            weight("first_w", 8, 3, 3, 3),
            weight("second_w", 8, 8, 3, 3),
            numpy_helper.from_array(np.zeros(0, np.float32), "roi"),
            numpy_helper.from_array(np.zeros(0, np.float32), "scales"),
            numpy_helper.from_array(np.array([1, 8, 64, 64]), "sizes"),
        ]
        nodes = [conv("data", "first"), resize, conv("up", "second"), pool]
        save(nodes, [value("pool", [1, 8, 45, 45])], weights)

    return build_with(
        {
            "model_parameters.node_info": {"up": {"InputType": "int16"}, "pool": {"ON": "BPU"}},
            "calibration_parameters.max_percentile": 0.999,
        },
        model=model,
        calibration=lambda: samples(20),
    )


def main():
    if sys.argv[1:] == ["--list"]:
        print("\n".join(CASES))
        return
    name, folder = sys.argv[1:]
    os.chdir(folder)
    status = CASES[name]()
    sys.stdout.flush()
    print(f"exit status {status if status >= 0 else 128 - status}")


if __name__ == "__main__":
    main()
