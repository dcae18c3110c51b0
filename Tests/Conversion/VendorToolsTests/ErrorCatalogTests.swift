import Foundation
import Support
import Testing
import TestSupport
@testable import VendorTools

/// One failure that `Tests/Oracles/vendor_failures.py` provokes, and the entry that must recognize it.
struct Provocation: Sendable, CustomTestStringConvertible {
    let id: String
    let name: String

    var testDescription: String { "\(id) by \(name)" }

    static let all = table.flatMap { id, names in names.map { Provocation(id: id, name: $0) } }

    /// Every tenth, for all of them take ten minutes; with `REPVIT_PROVOKE=all` (`make test-failures`), all.
    static let chosen =
        ProcessInfo.processInfo.environment["REPVIT_PROVOKE"] == "all"
        ? all : stride(from: 0, to: all.count, by: 10).map { all[$0] }

    private static let table: [(String, [String])] = [
        ("RVC0101", ["opset_new"]),
        ("RVC0102", ["ir_version"]),
        ("RVC0103", ["corrupt_model", "text_model"]),
        ("RVC0104", ["empty_model"]),
        ("RVC0105", ["unknown_domain"]),
        ("RVC0106", ["dynamic_shape", "dynamic_batch"]),
        ("RVC0107", ["zero_dimension", "unused_input"]),
        ("RVC0108", ["sequence_operator"]),
        ("RVC0109", ["mode_of_resize"]),
        ("RVC0110", ["missing_external_data"]),
        ("RVC0111", ["five_dimensions"]),
        ("RVC0112", ["wrong_channels"]),
        ("RVC0113", ["prelu_elements"]),
        (
            "RVC0114",
            [
                "unknown_operator", "operator_later", "unknown_attribute", "missing_attribute", "undefined_input",
                "wrong_shapes",
            ]
        ),
        ("RVC0115", ["missing_model", "model_not_found"]),
        ("RVC0116", ["no_output"]),
        ("RVC0201", ["wrong_key"]),
        ("RVC0202", ["yaml_syntax", "yaml_tab"]),
        ("RVC0203", ["per_channel_text"]),
        ("RVC0204", ["wrong_march", "wrong_march_checker"]),
        ("RVC0205", ["no_model_key"]),
        ("RVC0206", ["no_march_key"]),
        ("RVC0207", ["wrong_input_name"]),
        ("RVC0208", ["input_shape_text"]),
        ("RVC0209", ["mean_count"]),
        ("RVC0210", ["scale_count"]),
        ("RVC0211", ["no_scale"]),
        ("RVC0212", ["norm_type"]),
        ("RVC0213", ["wrong_input_type"]),
        ("RVC0214", ["type_pair"]),
        ("RVC0215", ["wrong_layout"]),
        ("RVC0216", ["featuremap_without_layout"]),
        ("RVC0217", ["wrong_range"]),
        ("RVC0218", ["odd_nv12"]),
        ("RVC0219", ["nv12_channels"]),
        ("RVC0220", ["calibration_type"]),
        ("RVC0221", ["percentile_range"]),
        ("RVC0222", ["data_type"]),
        ("RVC0223", ["optimize_level"]),
        ("RVC0224", ["compile_mode"]),
        ("RVC0225", ["balance_without_factor"]),
        ("RVC0226", ["balance_factor"]),
        ("RVC0227", ["input_source"]),
        ("RVC0228", ["input_source_kind"]),
        ("RVC0229", ["max_time_per_fc"]),
        ("RVC0230", ["bad_node_info", "node_info_value"]),
        ("RVC0231", ["optimization_unknown"]),
        ("RVC0232", ["debug_mode_unknown"]),
        ("RVC0233", ["remove_node_type"]),
        ("RVC0234", ["two_names", "two_means"]),
        ("RVC0235", ["shape_rank"]),
        ("RVC0236", ["unknown_output_node"]),
        ("RVC0301", ["empty_calibration"]),
        ("RVC0302", ["no_calibration_folder"]),
        ("RVC0303", ["wrong_bytes", "stray_file", "uint8_samples"]),
        ("RVC0304", ["nested_folder"]),
        ("RVC0305", ["folders_count"]),
        ("RVC0306", ["nan_weights"]),
        ("RVC0401", ["compiler_crash"]),
        ("RVC0402", ["compiler_killed"]),
        ("RVC0403", ["compiler_missing"]),
        ("RVC0404", ["core_num"]),
        ("RVC0405", ["compiler_input"]),
        ("RVC0406", ["info_of_text"]),
        ("RVC0407", ["simulator_input"]),
        ("RVC0408", ["simulator_name"]),
        ("RVC0409", ["perf_hbm"]),
        ("RVC0499", ["compiler_fails"]),
        ("RVC0501", ["disk_full"]),
        ("RVC0502", ["file_size_limit"]),
        ("RVC0503", ["little_memory"]),
        ("RVC0504", ["compiler_little_memory"]),
        ("RVC0505", ["crash_in_quantizer"]),
        ("RVC0506", ["killed"]),
        ("RVC0507", ["missing_dot"]),
        ("RVC0509", ["missing_torch"]),
        ("RVC0599", ["read_only_folder"]),
        ("RVC0901", ["fixed_batch"]),
        ("RVC0902", ["int16_resize"]),
        ("RVC0903", ["run_on_bpu_unknown"]),
        ("RVC0904", ["scale_zero"]),
        ("RVC0905", ["remove_node_name"]),
        ("RVC0906", ["batch_input_shape"]),
        ("RVC0907", ["load_without_qat"]),
        ("RVC0908", ["infinite_samples"]),
        ("RVC0909", ["march_of_another_chip"]),
        ("RVC0910", ["fixed_batch"]),
        ("RVC0911", ["no_source"]),
        ("RVC0912", ["no_source"]),
        ("RVC0913", ["simulator_input"]),
        ("RVC0914", ["nv12_output_layout"]),
    ]
}

@Suite("Error catalog", .serialized)
struct ErrorCatalogTests {
    /// Entries that no case provokes, and why.
    static let replayed = [
        "RVC0508": "none of the programs in the pinned environment imports pkg_resources when it starts"
    ]

    private func recognized(_ text: String) -> Set<String> {
        let lines = LineSplitter.lines(of: text).filter { !$0.isTransient }.map(\.text)
        let notices = lines.compactMap { ErrorCatalog.notice(of: $0)?.id }
        return Set(notices).union([ErrorCatalog.diagnosis(of: lines)?.entry.id].compactMap(\.self))
    }

    @Test(
        "What the vendor's tools print is recognized",
        .enabled(if: VendorToolchain.folder != nil, Comment(rawValue: VendorToolchain.absence)),
        arguments: Provocation.chosen)
    func provoked(_ provocation: Provocation) async throws {
        let folder = TemporaryFolder()
        let output = try await VendorToolchain.provoke(provocation.name, in: folder.path)
        let found = recognized(output)
        #expect(
            found.contains(provocation.id),
            "recognized \(found.sorted()): \(output.suffix(2000))")
    }

    @Test("The words on an entry's page are recognized as that entry", arguments: ErrorCatalog.entries)
    func ownWords(_ entry: CatalogEntry) {
        #expect(recognized(entry.seen).contains(entry.id))
    }

    @Test("Every entry is provoked, or says why its log is only replayed")
    func isComplete() {
        let ids = ErrorCatalog.entries.map(\.id)
        #expect(Set(ids).count == ids.count)
        #expect(Set(Provocation.all.map(\.id)).union(Self.replayed.keys) == Set(ids))
        #expect(Set(Provocation.all.map(\.id)).isDisjoint(with: Self.replayed.keys))
        #expect(ErrorCatalog.entries.allSatisfy { $0.id.hasPrefix("RVC") && $0.id.count == 7 })
    }

    @Test("An unknown failure has no entry, and its last useful lines are shown")
    func unknown() {
        let lines = [
            "2026-01-02 03:04:05,678 INFO Start", "Traceback (most recent call last):", "  File \"a.py\", line 1",
            "    x()", "ZeroDivisionError: division by zero", "",
        ]
        let failure = StepFailure(step: "building", reason: "division", lines: lines, log: "a.log")
        #expect(failure.diagnosis == nil)
        #expect(failure.lastLines == ["Traceback (most recent call last):", "ZeroDivisionError: division by zero"])
        #expect(failure.message.contains("\n    ZeroDivisionError: division by zero"))
    }

    @Test("A known failure is answered with its title, the vendor's words, the fix and the line of YAML")
    func known() {
        let line = "2026-01-02 03:04:05,678 ERROR Directory /a is empty, please check calibration pics"
        let summary = "error: 03_build: Directory /a is empty, please check calibration pics (exit status 255, log: a)"
        let failure = StepFailure(step: "building", reason: "?", lines: [line, summary], log: "a.log")
        let error = ToolchainError.stepFailed(failure)
        #expect(error.message.hasPrefix("building failed: the calibration folder is empty [RVC0301] (log: a.log)"))
        #expect(error.message.hasSuffix("Directory /a is empty, please check calibration pics"))
        #expect(error.fix?.contains("cal_data_dir: ") == true)
        #expect(error.fix?.contains("repvit-convert errors RVC0301") == true)
    }

    @Test("A program that died without a word is known by its exit status")
    func died() {
        let lines = [
            "2026-01-02 03:04:05,678 INFO Start to compile",
            "error: 03_build: Start to compile (exit status 137, log: a)",
        ]
        let failure = StepFailure(step: "building", reason: "Start to compile", lines: lines, log: "a.log")
        #expect(failure.diagnosis?.entry.id == "RVC0506" && failure.diagnosis?.line == "Start to compile")
    }

    @Test("docs/errors/ is what the catalog says")
    func pages() throws {
        let folder = Path.join(Package.folder, "docs/errors")
        for (name, text) in ErrorCatalog.pages { try GeneratedFile.expect(text, at: Path.join(folder, name)) }
        #expect(try Folder.names(in: folder) == ErrorCatalog.pages.keys.sorted())
    }
}
