// swift-tools-version: 6.2
import PackageDescription

// The house: `Sources/` has a folder a floor. A target may use what lies on the floors below it and, on its own floor,
// what is named here before it. docs/architecture.md has the picture.
// C types stay inside the target that imports them (`internal import`).

let strict: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
]

/// A C library that Debian ships, found through pkg-config if it has a file for that.
func system(_ name: String, pkgConfig: String? = nil, apt package: String) -> Target {
    .systemLibrary(name: name, path: "Sources/C/" + name, pkgConfig: pkgConfig, providers: [.apt([package])])
}

/// C of our own, or generated and committed.
func c(_ name: String, _ dependencies: Target.Dependency..., exclude: [String] = []) -> Target {
    .target(name: name, dependencies: dependencies, path: "Sources/C/" + name, exclude: exclude)
}

enum Floor: String {
    case base = "Base"
    case formats = "Formats"
    case graphs = "Graphs"
    case conversion = "Conversion"
    case measurement = "Measurement"
    case app = "App"

    func target(_ name: String, _ dependencies: Target.Dependency..., resources: [Resource] = []) -> Target {
        .target(
            name: name, dependencies: dependencies, path: "Sources/\(rawValue)/\(name)", resources: resources,
            swiftSettings: strict)
    }

    /// The tests of a target lie in the folder of the same floor.
    func tests(_ name: String, _ dependencies: Target.Dependency...) -> Target {
        .testTarget(
            name: name + "Tests", dependencies: [.byName(name: name), "TestSupport"] + dependencies,
            path: "Tests/\(rawValue)/\(name)Tests", swiftSettings: strict)
    }
}

let (base, formats, graphs): (Floor, Floor, Floor) = (.base, .formats, .graphs)
let (conversion, measurement, app): (Floor, Floor, Floor) = (.conversion, .measurement, .app)

let package = Package(
    name: "repvit-convert",
    products: [
        .executable(name: "repvit-convert", targets: ["repvit-convert"])
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
        .package(url: "https://github.com/swiftlang/swift-subprocess", exact: "1.0.2", traits: []),
        .package(url: "https://github.com/apple/swift-system", exact: "1.8.1"),
    ],
    targets: [
        // MARK: C
        system("CYAML", pkgConfig: "yaml-0.1", apt: "libyaml-dev"),
        system("CProtobufC", pkgConfig: "libprotobuf-c", apt: "libprotobuf-c-dev"),
        system("CTurboJPEG", pkgConfig: "libturbojpeg", apt: "libturbojpeg0-dev"),
        system("CPNG", pkgConfig: "libpng", apt: "libpng-dev"),
        system("CDNNL", apt: "libdnnl-dev"),
        system("CCrypto", pkgConfig: "libcrypto", apt: "libssl-dev"),
        c("CPNGCodec", "CPNG"),
        c("CResampler"),
        c("COneDNN", "CDNNL"),
        c("CFloatKernels", "COneDNN"),
        c("CQuantizedKernels", "COneDNN"),
        c("CCurl"),
        c("CArchive"),
        c("COnnxProto", "CProtobufC", exclude: ["onnx.proto"]),
        c("CBinProto", "CProtobufC", exclude: ["bin.proto"]),

        // MARK: Base
        base.target("Diagnostics"),
        base.target("Support", "Diagnostics", "CCrypto"),
        base.target("InputContract", "Diagnostics", "Support"),

        // MARK: Formats
        formats.target("ONNX", "COnnxProto", "CProtobufC", "Diagnostics", "Support"),
        formats.target("Safetensors", "Diagnostics", "Support"),
        formats.target("YAML", "CYAML", "Diagnostics", "Support"),
        formats.target(
            "Imaging", "CTurboJPEG", "CPNGCodec", "CResampler", "Diagnostics", "Support", "InputContract"),
        formats.target(
            "CompiledModel", "CBinProto", "CProtobufC", "Diagnostics", "Support", "InputContract"),

        // MARK: Graphs
        graphs.target("ONNXOperators", "ONNX", "Diagnostics", "Support"),
        graphs.target("ModelAnalysis", "ONNX", "ONNXOperators", "Diagnostics", "Support"),
        graphs.target("GraphEditing", "ONNX", "ONNXOperators", "Diagnostics", "Support"),
        graphs.target(
            "ModelChecks", "ONNX", "ONNXOperators", "GraphEditing", "Diagnostics", "Support", "InputContract"),
        graphs.target(
            "GraphRuntime", "ONNX", "ONNXOperators", "GraphEditing", "CFloatKernels", "Diagnostics", "Support"),
        graphs.target(
            "GraphPasses", "ONNX", "ONNXOperators", "GraphEditing", "GraphRuntime", "Diagnostics", "Support"),
        graphs.target(
            "QuantizedRuntime", "ONNX", "ONNXOperators", "GraphRuntime", "CQuantizedKernels", "Diagnostics",
            "Support"),

        // MARK: Conversion
        conversion.target("RepViT", "ONNX", "Safetensors", "GraphPasses", "Diagnostics", "Support", "InputContract"),
        conversion.target(
            "CalibrationData", "Imaging", "YAML", "CArchive", "Diagnostics", "Support", "InputContract"),
        conversion.target("MapperYAML", "YAML", "Diagnostics", "Support", "InputContract"),
        conversion.target(
            "VendorTools", "CompiledModel", "Diagnostics", "Support", "InputContract",
            .product(name: "Subprocess", package: "swift-subprocess"),
            .product(name: "SystemPackage", package: "swift-system")),
        conversion.target("Downloads", "CCurl", "Diagnostics", "Support"),

        // MARK: Measurement
        measurement.target(
            "Evaluation", "ONNX", "Imaging", "CompiledModel", "ONNXOperators", "GraphRuntime", "QuantizedRuntime",
            "CalibrationData", "VendorTools", "Diagnostics", "Support", "InputContract",
            resources: [.embedInCode("imagenet-labels.tsv")]),
        measurement.target("Boards", resources: [.embedInCode("published-speeds.tsv")]),
        measurement.target(
            "Tuning", "ONNX", "Imaging", "GraphRuntime", "QuantizedRuntime", "Evaluation", "Diagnostics", "Support",
            "InputContract"),

        // MARK: App
        app.target("Reporting", "Diagnostics", "Support"),
        app.target(
            "ConversionPipeline", "ONNX", "Safetensors", "YAML", "Imaging", "CompiledModel", "ONNXOperators",
            "ModelAnalysis", "ModelChecks", "GraphRuntime", "GraphPasses", "RepViT", "CalibrationData", "MapperYAML",
            "VendorTools", "Downloads", "Evaluation", "Boards", "Tuning", "Reporting", "Diagnostics", "Support",
            "InputContract"),
        .executableTarget(
            name: "repvit-convert",
            dependencies: [
                "ConversionPipeline", "ONNX", "Safetensors", "YAML", "Imaging", "CompiledModel", "ONNXOperators",
                "ModelAnalysis", "ModelChecks", "GraphRuntime", "GraphPasses", "RepViT", "CalibrationData",
                "MapperYAML", "VendorTools", "Downloads", "Evaluation", "Boards", "Tuning", "Reporting", "Diagnostics",
                "Support",
                "InputContract",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            path: "Sources/App/repvit-convert",
            swiftSettings: strict),

        // MARK: Tests
        .target(
            name: "TestSupport",
            dependencies: [
                "Diagnostics", "Support", .product(name: "Subprocess", package: "swift-subprocess"),
                .product(name: "SystemPackage", package: "swift-system"),
            ],
            path: "Tests/TestSupport",
            swiftSettings: strict),
        .target(
            name: "ONNXTestSupport", dependencies: ["ONNX", "Support", "TestSupport"], path: "Tests/ONNXTestSupport",
            swiftSettings: strict),
        .target(
            name: "ImagingTestSupport", dependencies: ["Imaging", "InputContract", "Support", "TestSupport"],
            path: "Tests/ImagingTestSupport", swiftSettings: strict),
        base.tests("Diagnostics"),
        base.tests("Support"),
        base.tests("InputContract", "Diagnostics", "Support"),
        formats.tests(
            "ONNX", "ONNXOperators", "ModelAnalysis", "ModelChecks", "COnnxProto", "ONNXTestSupport", "Support",
            "Diagnostics"),
        formats.tests("Safetensors", "Support", "Diagnostics"),
        formats.tests("YAML", "Diagnostics", "Support"),
        formats.tests("Imaging", "ImagingTestSupport", "Support", "Diagnostics", "InputContract"),
        formats.tests("CompiledModel", "VendorTools", "Support", "Diagnostics", "InputContract"),
        graphs.tests(
            "ONNXOperators", "ModelChecks", "InputContract", "ONNX", "ONNXTestSupport", "Support", "Diagnostics"),
        graphs.tests("ModelAnalysis", "ONNX", "ONNXOperators", "ONNXTestSupport", "Support", "Diagnostics"),
        graphs.tests(
            "ModelChecks", "ONNX", "ONNXOperators", "ONNXTestSupport", "Support", "Diagnostics", "InputContract"),
        graphs.tests(
            "GraphRuntime", "ONNX", "ONNXOperators", "RepViT", "Support", "Diagnostics", "InputContract"),
        graphs.tests(
            "QuantizedRuntime", "CQuantizedKernels", "ONNX", "GraphRuntime", "ONNXTestSupport", "Diagnostics", "Support"
        ),
        graphs.tests(
            "GraphPasses", "ONNX", "ONNXOperators", "ModelAnalysis", "ModelChecks", "GraphEditing", "GraphRuntime",
            "RepViT", "Support", "Diagnostics"),
        conversion.tests(
            "RepViT", "ONNX", "ONNXOperators", "ModelAnalysis", "ModelChecks", "GraphEditing", "Safetensors",
            "Diagnostics", "Support", "InputContract"),
        conversion.tests("CalibrationData", "Imaging", "ImagingTestSupport", "Support", "Diagnostics", "InputContract"),
        conversion.tests("MapperYAML", "YAML", "Support", "Diagnostics", "InputContract"),
        conversion.tests("VendorTools", "Support", "Diagnostics", "InputContract"),
        conversion.tests("Downloads", "Diagnostics", "Support"),
        measurement.tests(
            "Evaluation", "CalibrationData", "Imaging", "InputContract", "Diagnostics", "Support"),
        measurement.tests("Boards"),
        measurement.tests(
            "Tuning", "ONNX", "GraphRuntime", "QuantizedRuntime", "Evaluation", "Imaging", "InputContract",
            "Diagnostics",
            "Support"),
        app.tests("Reporting", "Diagnostics", "Support"),
        app.tests("ConversionPipeline", "Support"),
        .testTarget(
            name: "CommandLineTests",
            dependencies: ["TestSupport", "Support"], swiftSettings: strict),
        .testTarget(name: "DocumentationTests", dependencies: ["TestSupport", "Support"], swiftSettings: strict),
    ]
)
