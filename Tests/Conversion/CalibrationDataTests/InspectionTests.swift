import CalibrationData
import Diagnostics
import Imaging
import InputContract
import Support
import ImagingTestSupport
import Testing
import TestSupport

/// Mistakes that people make with calibration data, planted into good data.
enum Fault: String, CaseIterable, CustomTestStringConvertible {
    case bgr, unit, unitTwice, symmetric, normalizedOnce, normalizedTwice, normalizedTwiceFromUnit, nhwc
    case uint8InFloatFolder, bytesReinterpretedAsFloat, float64
    case oneOfAnotherSize, allOfAnotherSize, oneBlack, duplicate, stray, hiddenFile, picture
    case halfWritten, zeroTail, emptyFile, notFinite

    var testDescription: String { rawValue }

    /// The rule that tells it.
    var rule: String {
        switch self {
        case .bgr: "calibration-bgr"
        case .unit, .unitTwice, .symmetric: "calibration-scale"
        case .normalizedOnce, .normalizedTwice, .normalizedTwiceFromUnit: "calibration-normalized-twice"
        case .nhwc: "calibration-layout"
        case .uint8InFloatFolder, .bytesReinterpretedAsFloat, .float64: "calibration-type"
        case .oneOfAnotherSize, .allOfAnotherSize: "calibration-size"
        case .oneBlack: "calibration-flat"
        case .duplicate: "calibration-duplicate"
        case .stray, .hiddenFile, .picture: "calibration-stray"
        case .halfWritten, .zeroTail, .emptyFile: "calibration-half-written"
        case .notFinite: "calibration-not-finite"
        }
    }

    static let mean: [Float] = [123.675, 116.28, 103.53]
    static let scale: [Float] = [0.01712475, 0.017507, 0.01742919]

    /// Plants it into float tensors `[3, size, size]`, `path` by `path`.
    func plant(in folder: String, size: Int) throws {
        let paths = try Folder.names(in: folder).map { Path.join(folder, $0) }
        func each(_ change: (inout [Float]) -> Void) throws {
            for path in paths {
                var values = try ByteView(contentsOf: path).elements(as: Float.self)
                change(&values)
                try write(values, to: path)
            }
        }
        func write(_ values: [Float], to path: String) throws {
            try AtomicFile.write(values.withUnsafeBytes(Array.init), to: path)
        }
        func normalise(_ values: inout [Float], by factor: Float) {
            for index in values.indices {
                let channel = index / (size * size)
                values[index] = (values[index] * factor - Self.mean[channel]) * Self.scale[channel]
            }
        }
        let plane = size * size
        switch self {
        case .bgr: try each { $0 = Array($0[(2 * plane)...] + $0[plane..<2 * plane] + $0[..<plane]) }
        case .unit: try each { $0 = $0.map { $0 / 255 } }
        case .unitTwice: try each { $0 = $0.map { $0 / 255 / 255 } }
        case .symmetric: try each { $0 = $0.map { $0 / 127.5 - 1 } }
        case .normalizedOnce: try each { normalise(&$0, by: 1) }
        case .normalizedTwice:
            try each {
                normalise(&$0, by: 1)
                normalise(&$0, by: 1)
            }
        case .normalizedTwiceFromUnit:
            try each {
                normalise(&$0, by: 1)
                normalise(&$0, by: 255)
            }
        case .nhwc: try each { values in values = values.indices.map { values[$0 % 3 * plane + $0 / 3] } }
        case .uint8InFloatFolder:
            for path in paths {
                let values = try ByteView(contentsOf: path).elements(as: Float.self)
                try AtomicFile.write(values.map { UInt8($0) }, to: path)
            }
        case .bytesReinterpretedAsFloat:
            // Four pictures' bytes, taken for the floats of one.
            for path in paths {
                let values = try ByteView(contentsOf: path).elements(as: Float.self)
                let bytes = values.map { UInt8($0) }
                try AtomicFile.write(bytes + bytes.reversed() + bytes + bytes, to: path)
            }
        case .float64:
            for path in paths {
                let values = try ByteView(contentsOf: path).elements(as: Float.self)
                try AtomicFile.write(values.map(Double.init).withUnsafeBytes(Array.init), to: path)
            }
        case .oneOfAnotherSize: try write([Float](repeating: 7, count: 3 * 36 * 36), to: paths[3])
        case .allOfAnotherSize: break
        case .oneBlack: try write([Float](repeating: 0, count: 3 * plane), to: paths[2])
        case .duplicate: try AtomicFile.write(ByteView(contentsOf: paths[1]).elements(as: UInt8.self), to: paths[5])
        case .stray: try AtomicFile.write("these are mine\n", to: Path.join(folder, "notes"))
        case .hiddenFile: try AtomicFile.write([0, 0, 0, 1, 7], to: Path.join(folder, ".DS_Store"))
        case .picture: try AtomicFile.write(try Fixture.jpeg(), to: Path.join(folder, "cat.rgbchw"))
        case .halfWritten:
            let bytes = try ByteView(contentsOf: paths[4]).elements(as: UInt8.self)
            try AtomicFile.write(Array(bytes.prefix(bytes.count / 2 + 123)), to: paths[4])
        case .zeroTail:
            var bytes = try ByteView(contentsOf: paths[4]).elements(as: UInt8.self)
            for index in bytes.count * 7 / 8..<bytes.count { bytes[index] = 0 }
            try AtomicFile.write(bytes, to: paths[4])
        case .emptyFile: try AtomicFile.write([UInt8](), to: paths[4])
        case .notFinite:
            var values = try ByteView(contentsOf: paths[4]).elements(as: Float.self)
            values[77] = .nan
            try write(values, to: paths[4])
        }
    }
}

@Suite("Inspection of calibration data")
struct InspectionTests {
    private static let size = 48
    private static let count = 30

    /// Photographs, or what this program draws.
    enum Pictures: String, CaseIterable, Sendable, CustomTestStringConvertible {
        case photographs, drawn
        var testDescription: String { rawValue }
    }

    /// Drawing takes time, so it is done once.
    private static let drawn = Task {
        let folder = TemporaryFolder()
        try await DemoImages.make(count: count, at: folder("demo")) { _ in }
        return folder
    }

    private static func path(_ kind: Pictures) async throws -> String? {
        switch kind {
        case .photographs: Shared.folder.map { Path.join($0, "images") }
        case .drawn: try await drawn.value("demo")
        }
    }

    private static func copy(_ from: String, to: String) throws {
        for name in try Folder.names(in: from) {
            let bytes = try ByteView(contentsOf: Path.join(from, name)).elements(as: UInt8.self)
            try AtomicFile.write(bytes, to: Path.join(to, name))
        }
    }

    /// Good float tensors of both kinds, made once.
    private static let good = Task {
        let folder = TemporaryFolder()
        for kind in Pictures.allCases {
            guard let images = try await path(kind) else { continue }
            _ = try await InspectionTests().make(
                images, recipe: Recipe(preset: .timm, format: .rgbCHW), at: folder(kind.rawValue))
        }
        return folder
    }

    private func make(
        _ images: String, recipe: Recipe, count: Int = count, size: Int = size, at output: String
    ) async throws -> CalibrationManifest {
        try await CalibrationSet.make(
            CalibrationSet.Request(
                .pictures(.folder(images), recipe, size: ImageSize(square: size)), count: count, seed: 5,
                toolVersion: "test"),
            at: output, warn: { _ in }, progress: { _ in })
    }

    private func alarms(_ inspection: Inspection) -> [Finding] { inspection.findings.filter { $0.severity > .note } }

    @Test("Every rule is named after its type and its file", arguments: Inspection.rules.types.indices)
    func conventions(_ index: Int) {
        RuleConventions.check(
            Inspection.rules.types[index], in: "Sources/Conversion/CalibrationData/Inspection/Rules")
    }

    @Test(
        "Each planted fault is told by its name, and by no other", arguments: Fault.allCases, Pictures.allCases)
    func faults(fault: Fault, kind: Pictures) async throws {
        let folder = TemporaryFolder()
        let good = Path.join(try await Self.good.value(kind.rawValue), "rgbchw_f32")
        guard Folder.exists(good) else { return }
        // Without the manifest it is anybody's data.
        let data = folder("foreign/rgbchw_f32")
        try Self.copy(good, to: data)
        try fault.plant(in: data, size: Self.size)
        var expectation = DataExpectation(source: "the configuration")
        expectation.isNormalizedByModel = true
        if fault == .allOfAnotherSize { (expectation.width, expectation.height) = (224, 224) }
        let found = alarms(try await Inspection(folder: data, expectation: expectation))
        #expect(Set(found.map(\.rule)) == [fault.rule], "\(found.map { "\($0.rule): \($0.message)" })")
        #expect(found.allSatisfy { $0.fix != nil && $0.location != nil })
    }

    @Test("Good data of every preset and format raises no alarm", arguments: Preset.all, Pictures.allCases)
    func goodData(preset: Preset, kind: Pictures) async throws {
        let folder = TemporaryFolder()
        guard let images = try await Self.path(kind) else { return }
        let formats: [SampleFormat] = [
            .rgbCHW, SampleFormat(.tensor(.rgb, .chw, .uint8)), SampleFormat(.tensor(.bgr, .hwc, .float32)),
            SampleFormat(.tensor(.rgb, .hwc, .uint8)), SampleFormat(.tensor(.gray, .chw, .float32)),
            SampleFormat(.tensor(.yuv444(.full), .chw, .uint8)), SampleFormat(.tensor(.yuv444(.video), .hwc, .uint8)),
            SampleFormat(.tensor(.rgb, .chw, .float32), isNPY: true), .nv12(.full), .nv12(.video),
        ]
        for (index, format) in formats.enumerated() {
            // The others are told apart by the format alone.
            guard preset == .timm || [.rgbCHW, .nv12(.full), .nv12(.video)].contains(format) else { continue }
            let output = folder("set-\(index)")
            let manifest = try await make(
                images, recipe: Recipe(preset: preset, format: format), count: 12, at: output)
            let inspection = try await Inspection(folder: output)
            #expect(
                inspection.findings.filter { $0.severity > .note }.isEmpty,
                "\(format.identifier): \(inspection.findings)")
            #expect(inspection.report.count == 12 && inspection.report.measured == 12)
            #expect(inspection.report.width == Self.size && inspection.report.recipe == manifest.recipe?.identifier)
            #expect(inspection.preview != nil)
            // The same without the manifest: by the names of the files alone.
            let foreign = folder("foreign-\(index)/\(manifest.dataFolder)")
            try Folder.create(Path.folder(foreign))
            try Folder.replace(foreign, with: Path.join(output, manifest.dataFolder))
            let again = try await Inspection(folder: foreign)
            #expect(again.findings.filter { $0.severity > .note }.isEmpty, "\(format.identifier): \(again.findings)")
        }
    }

    @Test("NV12 in the range that is not expected is told, both ways", arguments: NV12Range.allCases, Pictures.allCases)
    func nv12Range(made: NV12Range, kind: Pictures) async throws {
        let folder = TemporaryFolder()
        guard let images = try await Self.path(kind) else { return }
        let manifest = try await make(
            images, recipe: Recipe(preset: .timm, format: .nv12(made)), count: 20, at: folder("set"))
        let data = folder("foreign/nv12")
        try Folder.create(folder("foreign"))
        try Folder.replace(data, with: Path.join(folder("set"), manifest.dataFolder))
        for expected in NV12Range.allCases {
            var expectation = DataExpectation(source: "the configuration")
            expectation.range = expected
            let rules = Set(alarms(try await Inspection(folder: data, expectation: expectation)).map(\.rule))
            #expect(rules == (expected == made ? [] : ["calibration-nv12-range"]))
        }
    }

    @Test("A range in the manifest that is not the configuration's is told")
    func recordedRange() async throws {
        let folder = try Fixture.folder(10)
        var request = CalibrationSet.Request(
            images: .folder(folder("images")), preset: .timm, size: 32, count: 9, toolVersion: "test")
        request.nv12Range = .full
        _ = try await CalibrationSet.make(request, at: folder("set"), warn: { _ in }, progress: { _ in })
        var expectation = DataExpectation(source: "the configuration")
        expectation.range = .video
        let inspection = try await Inspection(folder: folder("set"), expectation: expectation)
        #expect(inspection.findings.contains { $0.rule == "calibration-nv12-range" })
    }

    @Test("A sample that is not the manifest's is told, and so is one that is gone")
    func changed() async throws {
        let folder = try Fixture.folder(9)
        let manifest = try await make(
            folder("images"), recipe: Recipe(preset: .timm, format: .rgbCHW), count: 9, size: 32, at: folder("set"))
        let data = Path.join(folder("set"), manifest.dataFolder)
        var values = try ByteView(contentsOf: Path.join(data, manifest.entries[0].file)).elements(as: UInt8.self)
        values.swapAt(2, 403)
        try AtomicFile.write(values, to: Path.join(data, manifest.entries[0].file))
        try Folder.removeFile(Path.join(data, manifest.entries[1].file))
        let findings = try await Inspection(folder: folder("set")).findings.filter { $0.rule == "calibration-changed" }
        #expect(findings.map { Path.name($0.location?.path ?? "") } == manifest.entries[..<2].map(\.file))
    }

    @Test("Folders with nothing, with folders, with anything at all are answered, never trapped on")
    func anything() async throws {
        let folder = TemporaryFolder()
        await #expect(throws: FileError.notFound(path: folder("none"))) {
            try await Inspection(folder: folder("none"))
        }
        try Folder.create(folder("empty/deeper"))
        await #expect(throws: CalibrationError.noSamples(path: folder("empty"))) {
            try await Inspection(folder: folder("empty"))
        }
        var generator = SplitMix64(seed: 3)
        for round in 0..<40 {
            let path = folder("random-\(round)_f32")
            for index in 0..<3 {
                let count = Int(generator.next() % 5000)
                let bytes = (0..<count).map { _ in UInt8(truncatingIfNeeded: generator.next()) }
                let head = round % 4 == 0 ? [0x93] + Array("NUMPY".utf8) + [1, 0] : []
                try AtomicFile.write(head + bytes, to: Path.join(path, "\(index).rgbchw"))
            }
            let inspection = try await Inspection(folder: path)
            #expect(inspection.report.count == 3)
            #expect(inspection.histogram.hasSuffix("</svg>\n"))
        }
        var absurd = DataExpectation(source: "a file")
        (absurd.width, absurd.height) = (.max, .max)
        let extremes: [Float] = [-3e38, 3e38, 1e-40, .infinity, 0, 1, 2, 3, 4, 5, 6, 7]
        try AtomicFile.write(extremes.withUnsafeBytes(Array.init), to: folder("extreme_f32/0.rgbchw"))
        let extreme = try await Inspection(folder: folder("extreme_f32"), expectation: absurd)
        #expect(extreme.report.histogramTo.isFinite)
        try AtomicFile.write(
            #"{"kind":"repvit-convert calibration","data_folder":"../../etc"}"#, to: folder("lies/manifest.json"))
        await #expect(throws: CalibrationError.noSamples(path: folder("lies"))) {
            try await Inspection(folder: folder("lies"))
        }
    }
}
