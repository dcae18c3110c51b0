internal import Diagnostics
internal import YAML

/// Numbers are in the range that the key accepts.
enum ValueOutOfRangeRule: ConfigRule {
    static let descriptor = RuleDescriptor(
        "value-out-of-range",
        summary: "numbers are in the range that the key accepts",
        reason: "hb_mapper stops at any other number.",
        fix: "Use a number in the range; `repvit-convert config explain KEY` prints it.",
        example: "core_num: 3")

    static func check(_ context: LintContext, _ report: inout LintReport) {
        let file = context.file
        for key in [Key.coreNum, .maxTimePerFC, .advice, .balanceFactor] {
            guard let setting = file[key], let value = file.integer(key), let range = setting.schema.range,
                !range.contains(value)
            else { continue }
            // 0 means no limit.
            if key == .maxTimePerFC, value == 0 { continue }
            // Ignored in other modes.
            if key == .balanceFactor, file.text(.compileMode) != "balance" { continue }
            report.add(.range(key, "\(setting.value.scalar?.text ?? "")", range), at: setting.mark)
        }
        if let setting = file[.maxPercentile], let value = percentile(setting.value), value < 0 || value > 1 {
            report.add(.range(.maxPercentile, setting.value.scalar?.text ?? "", 0...1), at: setting.mark)
        }
        checkBatch(context, &report)
    }

    private static func percentile(_ node: Node) -> Double? {
        switch node.scalar?.value {
        case .integer(let value): Double(value)
        case .bigInteger(let isNegative): isNegative ? -.infinity : .infinity
        case .float(let value): value
        case .boolean(let value): value ? 1 : 0
        case .string: PythonNumber.float(node.scalar?.text ?? "")
        default: nil
        }
    }

    private static func checkBatch(_ context: LintContext, _ report: inout LintReport) {
        guard let setting = context.file[.inputBatch], let values = setting.list, !values.isEmpty else { return }
        guard values.count == 1 else {
            report.add(.severalBatches(values.count), at: setting.mark)
            return
        }
        let limit = context.file.text(.march) == "bernoulli2" ? 128 : 4096
        guard let text = values[0], let batch = PythonNumber.int(text) else {
            report.add(.notABatch(values[0] ?? ""), at: setting.mark)
            return
        }
        if batch < 1 || batch > limit {
            report.add(.range(.inputBatch, text, 1...limit), at: setting.mark)
        }
        for index in 0..<context.inputCount {
            guard let shape = context.shape(index), let first = shape.first, first != 1 else { continue }
            report.add(.batchedModel(shape), at: setting.mark)
        }
    }
}

extension LintMessage {
    fileprivate static func range(_ key: Key, _ value: String, _ range: ClosedRange<Int>) -> Self {
        let bounds =
            range.upperBound == .max
            ? "\(range.lowerBound) or more" : "\(range.lowerBound) to \(range.upperBound)"
        let zero = key == .maxTimePerFC ? "0 or " : ""
        return Self("\(key.rawValue) is \(value), expected \(zero)\(bounds)", fix: "use a number in that range")
    }

    fileprivate static func severalBatches(_ count: Int) -> Self {
        Self("input_batch has \(count) values, expected one", fix: "write one number")
    }

    fileprivate static func notABatch(_ value: String) -> Self {
        Self("invalid input_batch '\(value)': expected an integer", fix: "write a number such as 4")
    }

    fileprivate static func batchedModel(_ shape: [Int]) -> Self {
        Self(
            "input_batch requires a model of batch 1, but the input's shape is \(shape)",
            fix: "remove input_batch, or export the model with batch 1")
    }
}
