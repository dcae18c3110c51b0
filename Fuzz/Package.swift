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
        .target(name: "COnnxProto", dependencies: ["CProtobufC"], exclude: ["onnx.proto"]),
        .target(name: "Diagnostics", swiftSettings: strict),
        .target(name: "Primitives", swiftSettings: strict),
        .target(name: "FileSupport", dependencies: ["CCrypto", "Diagnostics"], swiftSettings: strict),
        .target(
            name: "ONNXModel", dependencies: ["COnnxProto", "Diagnostics", "FileSupport"], swiftSettings: fuzzed),
        .target(name: "CFuzzer"),
        .executableTarget(
            name: "fuzz-onnx", dependencies: ["CFuzzer", "ONNXModel", "Diagnostics", "FileSupport", "Primitives"],
            swiftSettings: fuzzed, linkerSettings: [.unsafeFlags(["-sanitize=fuzzer", "-use-ld=lld"])]),
    ]
)
