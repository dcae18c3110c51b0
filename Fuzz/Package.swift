// swift-tools-version: 6.2
import PackageDescription

// The fuzzer, in a package of its own so that nobody else has to build it: see run.sh. Most folders in Sources/ are links to
// the targets that it needs, which are built here with libFuzzer's coverage.

let strict: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
]

/// Swift with libFuzzer's coverage.
let fuzzed = strict + [.unsafeFlags(["-sanitize=fuzzer", "-parse-as-library"])]

let package = Package(
    name: "fuzz",
    targets: [
        .systemLibrary(name: "CProtobufC", pkgConfig: "libprotobuf-c", providers: [.apt(["libprotobuf-c-dev"])]),
        .systemLibrary(name: "CCrypto", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
        .systemLibrary(name: "CDNNL", providers: [.apt(["libdnnl-dev"])]),
        .target(name: "COneDNN", dependencies: ["CDNNL"]),
        .target(name: "CFloatKernels", dependencies: ["COneDNN"]),
        .target(name: "CQuantizedKernels", dependencies: ["COneDNN"]),
        .target(name: "COnnxProto", dependencies: ["CProtobufC"], exclude: ["onnx.proto"]),
        .target(name: "Diagnostics", swiftSettings: strict),
        .target(name: "InputContract", swiftSettings: strict),
        .target(name: "Support", dependencies: ["CCrypto", "Diagnostics"], swiftSettings: strict),
        .target(
            name: "ONNX", dependencies: ["COnnxProto", "CProtobufC", "Diagnostics", "Support"], swiftSettings: fuzzed),
        .target(name: "ONNXOperators", dependencies: ["ONNX", "Diagnostics", "Support"], swiftSettings: fuzzed),
        .target(
            name: "ModelAnalysis", dependencies: ["ONNX", "ONNXOperators", "Diagnostics", "Support"],
            swiftSettings: fuzzed),
        .target(
            name: "GraphEditing", dependencies: ["ONNX", "ONNXOperators", "Diagnostics", "Support"],
            swiftSettings: fuzzed),
        .target(
            name: "ModelChecks",
            dependencies: ["ONNX", "ONNXOperators", "GraphEditing", "Diagnostics", "Support", "InputContract"],
            swiftSettings: fuzzed),
        .target(
            name: "GraphRuntime",
            dependencies: ["ONNX", "ONNXOperators", "GraphEditing", "CFloatKernels", "Diagnostics", "Support"],
            swiftSettings: fuzzed),
        .target(
            name: "QuantizedRuntime",
            dependencies: ["ONNX", "ONNXOperators", "GraphRuntime", "CQuantizedKernels", "Diagnostics", "Support"],
            swiftSettings: fuzzed),
        .target(name: "CFuzzer"),
        .executableTarget(
            name: "fuzz-onnx", dependencies: [
                "CFuzzer", "ONNX", "ONNXOperators", "ModelAnalysis", "ModelChecks", "Diagnostics", "Support",
                "InputContract",
            ],
            swiftSettings: fuzzed, linkerSettings: [.unsafeFlags(["-sanitize=fuzzer", "-use-ld=lld"])]),
        .executableTarget(
            name: "fuzz-quantized",
            dependencies: ["CFuzzer", "ONNX", "QuantizedRuntime", "GraphRuntime", "Diagnostics", "Support"],
            swiftSettings: fuzzed, linkerSettings: [.unsafeFlags(["-sanitize=fuzzer", "-use-ld=lld"])]),
    ]
)
