@testable import CompiledModel
import Support
import Testing
import TestSupport
@testable import VendorTools

@Suite struct BinComparisonTests {
    private static func compare(
        _ first: String, _ second: String, parameters: [String: String] = [:]
    ) throws -> BinComparison {
        let changed = BinModelTests.parameters.merging(parameters) { $1 }
        return BinComparison(
            try BinModelTests.read(BinModelTests.model(BinModelTests.graph(program: Array(first.utf8))).bytes),
            try BinModelTests.read(
                BinModelTests.model(BinModelTests.graph(program: Array(second.utf8)), parameters: changed).bytes))
    }

    @Test(
        "The compiler's temporary folder does not count, anything else does",
        arguments: [
            ("code", "code", BinComparison.Program.identical, 0),
            ("-o /tmp/tmp17vhud1i/m.hbm", "-o /tmp/tmpqcf_a4u4/m.hbm", .stamps, 0),
            ("-o /tmp/tmp17vhud1i/m.hbm", "-o /tmp/tmpqcf_a4u4/n.hbm", .different, 1),
            ("-o /tmp/tmp17vhud1i", "-o /tmp/tmp17vhud1j", .different, 1),
            ("/tmp1234567X/", "/tmp1234567Y/", .different, 1),
            ("/tmq12345678/", "/tmq12345679/", .different, 1),
            ("code", "code!", .different, 1),
            ("a", "b", .different, 1),
        ])
    func programs(first: String, second: String, expected: BinComparison.Program, bytes: Int) throws {
        let comparison = try Self.compare(first, second)
        #expect(comparison.program == expected)
        #expect(comparison.differentBytes == bytes)
        #expect(comparison.isSame == (expected != .different))
    }

    @Test("Paths are provenance, other build parameters are differences")
    func parameters() throws {
        let places = try Self.compare("a", "a", parameters: ["WORKING_DIR": "/elsewhere"])
        #expect(places.isSame && places.provenance.map(\.property) == ["WORKING_DIR"])
        let march = try Self.compare("a", "a", parameters: ["MARCH": "bayes"])
        #expect(!march.isSame)
        #expect(march.differences == [.init(property: "MARCH", first: "bayes-e", second: "bayes")])
    }

    @Test("Other scales are a difference")
    func scales() throws {
        let other = BinModelTests.model(BinModelTests.graph(scales: [0.5, 0.25, 0.25])).bytes
        let comparison = BinComparison(
            try BinModelTests.read(BinModelTests.model().bytes), try BinModelTests.read(other))
        #expect(comparison.differences.map(\.second) == ["3, 1 different"])
    }

    @Test(
        "Two real builds of the same inputs differ in the stamps only, and say what hb_model_info says",
        .enabled(if: VendorToolchain.folder != nil, Comment(rawValue: VendorToolchain.absence)))
    func vendor() async throws {
        // Equal paths, so that nothing but the builds differs.
        let work = TemporaryFolder()
        var models: [BinModel] = []
        for name in ["first", "second"] {
            try Folder.create(work("work"))
            let built = try await VendorToolchain.buildSmallModel(in: work("work"))
            try AtomicFile.write(try ByteView(contentsOf: built).elements(as: UInt8.self), to: work(name + ".bin"))
            try Folder.remove(work("work"))
            models.append(try BinModel(path: work(name + ".bin")))
        }
        let comparison = BinComparison(models[0], models[1])
        #expect(comparison.program == .stamps)
        #expect(comparison.isSame && comparison.provenance.isEmpty, "\(comparison.differences)")

        let tool = Path.join(try #require(VendorToolchain.folder), "bin/hb_model_info")
        let printed = try await Command.run(tool, [work("first.bin")], in: work.path).standardError
        let parameters = models[0].parameters
        for (label, name) in [
            ("hb_mapper version", "BUILDER_VERSION"), ("hbdk version", "HBDK_VERSION"),
            ("hbdk runtime version", "HBDK_RUNTIME_VERSION"), ("horizon_nn version", "HORIZON_NN_VERSION"),
            ("onnx_model", "ONNX_MODEL"), ("BPU march", "MARCH"), ("layer_out_dump", "LAYER_OUT_DUMP"),
            ("working dir", "WORKING_DIR"), ("output_model_file_prefix", "MODEL_PREFIX"), ("input_name", "INPUT_NAMES"),
            ("input_type_rt", "INPUT_TYPE_RT"), ("input_space&range", "INPUT_SPACE_AND_RANGE"),
            ("input_type_train", "INPUT_TYPE_TRAIN"), ("input_layout_train", "INPUT_LAYOUT_TRAIN"),
            ("norm_type", "NORM_TYPE"), ("input_shape", "INPUT_SHAPE"), ("mean_value", "MEAN_VALUE"),
            ("scale_value", "SCALE_VALUE"), ("cal_data_dir", "CALI_DIR"), ("cal_data_type", "CAL_DATA_TYPE"),
            ("preprocess_on", "PREPROCESS_ON"), ("calibration_type", "CALI_TYPE"), ("per_channel", "PER_CHANNEL"),
            ("debug", "DEBUG"), ("compile_mode", "COMPILE_MODE"),
            ("hbdk_pass_through_params", "hbdk_pass_through_params"), ("input-source", "input-source"),
        ] {
            let line = printed.split(separator: "\n").first { Self.fields(of: $0).label == label }
            let theirs = try #require(line.map { Self.fields(of: $0).value }, "\(label) is not in \(printed)")
            var ours = try #require(parameters[name], "\(name)")
            while let last = ours.last, last == ";" || last == " " { ours.removeLast() }
            #expect(String(ours.drop { $0 == " " }) == theirs, "\(label)")
        }
    }

    /// `INFO label   : value` of a line with time stamp and colors.
    private static func fields(of line: Substring) -> (label: Substring, value: String) {
        guard let level = line.firstRange(of: "INFO"), let end = line[level.upperBound...].firstIndex(of: " "),
            let colon = line[end...].firstIndex(of: ":")
        else { return ("", "") }
        var label = line[line.index(after: end)..<colon]
        while label.last == " " { label.removeLast() }
        var value = line[line.index(after: colon)...].drop { $0 == " " }
        while value.last == " " || value.last == "\r" { value.removeLast() }
        return (label, String(value))
    }
}
