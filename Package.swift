// swift-tools-version: 6.2
import PackageDescription

// Targets and the edges between them. A domain target knows only what its arrow
// names; the executable sees the pipeline and what it prints with.
// C types stay inside the target that imports them (`internal import`).

let strict: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
]

/// A C library that Debian ships, found through pkg-config if it has a file for that.
func system(_ name: String, pkgConfig: String? = nil, apt package: String) -> Target {
    .systemLibrary(name: name, pkgConfig: pkgConfig, providers: [.apt([package])])
}

/// A Swift target of the library.
func domain(_ name: String, _ dependencies: Target.Dependency...) -> Target {
    .target(name: name, dependencies: dependencies, swiftSettings: strict)
}

func tests(_ name: String, _ dependencies: Target.Dependency...) -> Target {
    .testTarget(
        name: name + "Tests",
        dependencies: [.byName(name: name), "TestSupport"] + dependencies,
        swiftSettings: strict)
}

let package = Package(
    name: "repvit-convert",
    products: [
        .executable(name: "repvit-convert", targets: ["repvit-convert"]),
        .library(name: "RepViTConvert", targets: ["ConversionPipeline"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.2", traits: []),
        .package(url: "https://github.com/apple/swift-system", from: "1.5.0"),
        .package(url: "https://github.com/ordo-one/TextTable", from: "0.0.2"),
        .package(url: "https://github.com/swhitty/FlyingFox", from: "0.27.1"),
    ],
    targets: [
        // MARK: C libraries
        system("CYAML", pkgConfig: "yaml-0.1", apt: "libyaml-dev"),
        system("CProtobufC", pkgConfig: "libprotobuf-c", apt: "libprotobuf-c-dev"),
        system("CTurboJPEG", pkgConfig: "libturbojpeg", apt: "libturbojpeg0-dev"),
        system("CPNG", pkgConfig: "libpng", apt: "libpng-dev"),
        system("CZLib", pkgConfig: "zlib", apt: "zlib1g-dev"),
        system("CDNNL", apt: "libdnnl-dev"),
        system("CCrypto", pkgConfig: "libcrypto", apt: "libssl-dev"),

        // MARK: Small C of our own
        .target(name: "CPNGCodec", dependencies: ["CPNG"]),
        .target(name: "CResampler"),
        .target(name: "CFloatKernels", dependencies: ["CDNNL"]),
        .target(name: "CHTTPGet"),
        .target(name: "CQuantizedKernels", dependencies: ["CDNNL"], path: "Sources/C/CQuantizedKernels"),

        // MARK: Generated protobuf-c code, committed
        .target(name: "COnnxProto", dependencies: ["CProtobufC"], exclude: ["onnx.proto"]),
        .target(name: "CBinProto", dependencies: ["CProtobufC"], exclude: ["bin.proto"]),

        // MARK: Foundations
        domain("Diagnostics"),
        domain("Primitives"),
        domain("FileSupport", "CCrypto", "Diagnostics"),
        domain("Reporting", "Diagnostics", .product(name: "TextTable", package: "TextTable")),

        // MARK: Domains
        domain("ONNXModel", "COnnxProto", "Diagnostics", "FileSupport"),
        domain("GraphRuntime", "CFloatKernels", "ONNXModel", "Diagnostics", "FileSupport"),
        .target(
            name: "QuantizedRuntime",
            dependencies: ["CQuantizedKernels", "GraphRuntime", "ONNXModel", "FileSupport"],
            path: "Sources/Graphs/QuantizedRuntime", swiftSettings: strict),
        domain("GraphPasses", "ONNXModel", "GraphRuntime", "Diagnostics", "FileSupport", "Primitives"),
        domain("RepViT", "ONNXModel", "Diagnostics", "FileSupport", "Primitives"),
        domain("ModelHub", "CHTTPGet", "Diagnostics", "FileSupport"),
        domain("YAMLDocument", "CYAML", "Diagnostics", "FileSupport"),
        domain("MapperConfig", "YAMLDocument", "Diagnostics", "FileSupport", "Primitives"),
        domain(
            "CalibrationData", "CTurboJPEG", "CPNGCodec", "CResampler", "CZLib", "YAMLDocument", "Diagnostics",
            "FileSupport", "Primitives"),
        domain(
            "Toolchain", "CBinProto", "Diagnostics", "FileSupport", "Primitives",
            .product(name: "Subprocess", package: "swift-subprocess")),
        domain(
            "Evaluation", "GraphRuntime", "ONNXModel", "CalibrationData", "Toolchain", "Diagnostics", "FileSupport",
            "Primitives"),

        // MARK: The product
        domain(
            "ConversionPipeline", "ONNXModel", "GraphPasses", "RepViT", "ModelHub", "MapperConfig", "CalibrationData",
            "Toolchain", "Evaluation", "Reporting", "Diagnostics", "FileSupport", "Primitives"),
        .executableTarget(
            name: "repvit-convert",
            dependencies: [
                "ConversionPipeline", "ONNXModel", "GraphPasses", "RepViT", "ModelHub", "YAMLDocument", "MapperConfig",
                "CalibrationData", "Toolchain", "Evaluation", "Reporting", "Diagnostics", "FileSupport", "Primitives",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            swiftSettings: strict),

        // MARK: Tests
        .target(
            name: "TestSupport",
            dependencies: [
                "Diagnostics", "FileSupport", .product(name: "Subprocess", package: "swift-subprocess"),
                .product(name: "SystemPackage", package: "swift-system"),
            ],
            path: "Tests/TestSupport",
            swiftSettings: strict),
        tests("Diagnostics"),
        tests("FileSupport"),
        tests("Reporting", "Diagnostics"),
        tests("ConversionPipeline", "FileSupport"),
        tests("ONNXModel", "COnnxProto", "FileSupport", "Diagnostics"),
        tests("GraphRuntime", "ONNXModel", "RepViT", "FileSupport", "Diagnostics"),
        .testTarget(
            name: "QuantizedRuntimeTests",
            dependencies: [
                "QuantizedRuntime", "CQuantizedKernels", "GraphRuntime", "ONNXModel", "FileSupport", "TestSupport",
            ],
            path: "Tests/Graphs/QuantizedRuntimeTests", swiftSettings: strict),
        tests("GraphPasses", "ONNXModel", "GraphRuntime", "RepViT", "FileSupport", "Diagnostics"),
        tests("RepViT", "ONNXModel", "Diagnostics", "FileSupport", "Primitives"),
        tests(
            "ModelHub", "Diagnostics", "FileSupport", .product(name: "FlyingFox", package: "FlyingFox"),
            .product(name: "FlyingSocks", package: "FlyingFox")),
        tests("YAMLDocument", "Diagnostics", "FileSupport"),
        .testTarget(name: "CommandLineTests", dependencies: ["TestSupport", "FileSupport"], swiftSettings: strict),
        .testTarget(
            name: "DocumentationTests", dependencies: ["TestSupport", "FileSupport"], swiftSettings: strict),
        tests("MapperConfig", "YAMLDocument", "FileSupport", "Diagnostics", "Primitives"),
        tests("CalibrationData", "FileSupport", "Diagnostics", "Primitives"),
        tests("Toolchain", "FileSupport", "Diagnostics", "Primitives"),
        tests("Evaluation"),
    ]
)
