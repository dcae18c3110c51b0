internal import ONNX

/// Which forms of an operator run on the BPU. Measured for march bayes-e.
enum BPUForms {
    static func pad(_ form: BPUForm) -> BPUSupport.Placement? {
        let mode = form.text("mode", default: "constant")
        return mode == "reflect" ? .cpu(reason: "mode '\(mode)'") : nil
    }

    static func power(_ form: BPUForm) -> BPUSupport.Placement? {
        form.constant(1)?.elementCount == 1 ? nil : .cpu(reason: "its exponent is not a constant scalar")
    }

    static func slope(_ form: BPUForm) -> BPUSupport.Placement? {
        guard let slope = form.constant(1), let count = slope.elementCount, let data = form.sizes(0), data.count > 1
        else { return nil }
        return count == 1 || count == data[1]
            ? nil : .refused(reason: "one slope per element, expected one per channel")
    }

    static func tile(_ form: BPUForm) -> BPUSupport.Placement? {
        guard let repeats = form.integers(1) else { return nil }
        return repeats.count { $0 != 1 } > 1 ? .cpu(reason: "it repeats along more than one axis") : nil
    }

    /// One axis only.
    static func reduce(_ form: BPUForm) -> BPUSupport.Placement? {
        let rank = form.sizes(0)?.count ?? 4
        let count = form.axes?.count ?? rank
        return count == 1 ? nil : .cpu(reason: "it reduces \(count) axes, expected 1")
    }

    /// Also over height and width together, like GlobalAveragePool.
    static func mean(_ form: BPUForm) -> BPUSupport.Placement? {
        if form.sizes(0)?.count ?? 4 == 4, form.axes.map(Set.init) == [2, 3] { return nil }
        return reduce(form)
    }

    static func resize(_ form: BPUForm) -> BPUSupport.Placement? {
        switch form.text("mode", default: "nearest") {
        case "linear": return nil
        case "nearest":
            guard let input = form.sizes(0), let output = form.outputSizes, input.count == output.count else {
                return nil
            }
            for (before, after) in zip(input, output) where before > 0 && before != after {
                let factor = after / before
                guard factor >= 2, factor * before == after, factor.nonzeroBitCount == 1 else {
                    return .cpu(reason: "nearest from \(before) to \(after), expected a factor of 2, 4, 8, ...")
                }
            }
            return nil
        case let mode: return .cpu(reason: "mode '\(mode)'")
        }
    }
}
