internal import CFloatKernels
internal import ONNX

extension OperatorKernels {
    static let resizing: [String: OperatorKernel] = [
        "Resize": OperatorKernel(since: 10, .single) { context throws in
            try ResizeForm(resize: context).run(context)
        },
        "Upsample": OperatorKernel(.single) { context throws in
            try ResizeForm(upsample: context).run(context)
        },
    ]
}

/// What a Resize is to do, whatever opset says it in which way.
///
/// The arithmetic is that of the ONNX specification (Resize-19), axis by axis, since every mode is separable.
private struct ResizeForm {
    enum Mode { case nearest, linear, cubic }

    var mode = Mode.nearest
    var transformation = "half_pixel"
    var rounding = "round_prefer_floor"
    var cubicCoefficient = -0.75
    var isAntialiased = false
    var excludesOutside = false
    var extrapolation: Float = 0
    /// For every axis.
    var scales: [Double]
    var output: [Int]
    /// Start and end of every axis, as shares of it.
    var region: [(Double, Double)]
    let value: Value

    private init(_ value: Value) {
        self.value = value
        scales = value.shape.map { _ in 1 }
        output = value.shape
        region = value.shape.map { _ in (0, 1) }
    }

    init(upsample context: KernelContext) throws {
        self.init(try context.input(0))
        let stated = context.opset < 9 ? try context.floats("scales") : try context.optionalFloats(1)
        try readOld(context, scales: stated)
    }

    init(resize context: KernelContext) throws {
        self.init(try context.input(0))
        if context.opset < 11 {
            try readOld(context, scales: try context.optionalFloats(1))
        } else {
            try read(context)
        }
    }

    /// As Upsample and the first Resize have it.
    private mutating func readOld(_ context: KernelContext, scales stated: [Float]?) throws {
        try context.check(stated?.count == value.rank, "its scales do not fit \(value.shape)")
        scales = (stated ?? []).map { Double($0) }
        mode = try Self.mode(context)
        transformation = "asymmetric"
        rounding = "floor"
        output = try Self.sizes(context, value.shape, scales)
    }

    private mutating func read(_ context: KernelContext) throws {
        let rank = value.rank
        mode = try Self.mode(context)
        transformation = try context.text("coordinate_transformation_mode", default: "half_pixel")
        rounding = try context.text("nearest_mode", default: "round_prefer_floor")
        cubicCoefficient = Double(try context.float("cubic_coeff_a", default: -0.75))
        isAntialiased = try context.flag("antialias")
        excludesOutside = try context.flag("exclude_outside")
        extrapolation = try context.float("extrapolation_value", default: 0)
        try Self.checkWords(context, transformation, rounding)
        let axes = try context.axes(try context.integers("axes") ?? Array(0..<rank), rank: rank)
        if transformation == "tf_crop_and_resize" {
            let ends = try context.optionalFloats(1) ?? []
            try context.check(ends.count == axes.count * 2, "its region does not fit")
            for (index, axis) in axes.enumerated() {
                region[axis] = (Double(ends[index]), Double(ends[axes.count + index]))
            }
        }
        if let stated = try context.optionalFloats(2), !stated.isEmpty {
            try context.check(stated.count == axes.count, "\(stated.count) scales for \(axes.count) axes")
            for (index, axis) in axes.enumerated() { scales[axis] = Double(stated[index]) }
            output = try Self.sizes(context, value.shape, scales)
        } else {
            try readSizes(context, axes)
        }
    }

    private mutating func readSizes(_ context: KernelContext, _ axes: [Int]) throws {
        let sizes = try context.optionalIntegers(3) ?? []
        try context.check(
            sizes.count == axes.count && sizes.allSatisfy { $0 >= 0 && $0 < 1 << 32 }, "its sizes do not fit: \(sizes)")
        try context.check(axes.allSatisfy { value.shape[$0] > 0 }, "there is nothing to resize in \(value.shape)")
        for (index, axis) in axes.enumerated() {
            output[axis] = sizes[index]
            scales[axis] = Double(sizes[index]) / Double(value.shape[axis])
        }
        let policy = try context.text("keep_aspect_ratio_policy", default: "stretch")
        guard policy != "stretch" else { return }
        try context.check(
            ["not_larger", "not_smaller"].contains(policy) && !axes.isEmpty,
            "attribute 'keep_aspect_ratio_policy' is '\(policy)'")
        let all = axes.map { scales[$0] }
        let scale = (policy == "not_larger" ? all.min() : all.max()) ?? 1
        for axis in axes {
            scales[axis] = scale
            output[axis] = Int((scale * Double(value.shape[axis]) + 0.5).rounded(.down))
        }
    }

    private static func mode(_ context: KernelContext) throws -> Mode {
        let mode = try context.text("mode", default: "nearest")
        switch mode {
        case "nearest": return .nearest
        case "linear", "bilinear": return .linear
        case "cubic": return .cubic
        default: throw context.failure("attribute 'mode' is '\(mode)'")
        }
    }

    private static func sizes(
        _ context: KernelContext, _ shape: [Int], _ scales: [Double]
    ) throws -> [Int] {
        try context.check(scales.allSatisfy { $0 > 0 && $0 < 0x1p24 }, "its scales are out of range: \(scales)")
        return zip(shape, scales).map { Int((Double($0) * $1).rounded(.down)) }
    }

    private static func checkWords(
        _ context: KernelContext, _ transformation: String, _ rounding: String
    ) throws {
        let transformations = [
            "half_pixel", "half_pixel_symmetric", "pytorch_half_pixel", "align_corners", "asymmetric",
            "tf_half_pixel_for_nn", "tf_crop_and_resize",
        ]
        try context.check(
            transformations.contains(transformation),
            "attribute 'coordinate_transformation_mode' is '\(transformation)'")
        try context.check(
            ["round_prefer_floor", "round_prefer_ceil", "floor", "ceil"].contains(rounding),
            "attribute 'nearest_mode' is '\(rounding)'")
    }

    func run(_ context: KernelContext) throws -> [Value?] {
        var current = value
        for axis in value.shape.indices where transformation == "tf_crop_and_resize" || isChanged(axis) {
            let inner = current.shape[(axis + 1)...].reduce(1, *)
            let outer = current.shape[..<axis].reduce(1, *)
            var shape = current.shape
            shape[axis] = output[axis]
            // Before its tables, which are as long as the axis.
            let isExact = mode == .nearest && transformation != "tf_crop_and_resize"
            let source = isExact ? current : try current.converted(to: .float, in: context.memory)
            let result = try context.make(source.type, shape)
            current = result
            guard result.count > 0 else { continue }
            try context.check(source.count > 0, "there is nothing to resize in \(value.shape)")
            let taps = taps(axis)
            if isExact {
                fk_gather(
                    outer, source.shape[axis], inner * source.width, output[axis], taps.places, result.bytes,
                    source.bytes)
            } else {
                fk_resample(
                    outer, source.shape[axis], output[axis], inner, taps.count, taps.places, taps.weights,
                    extrapolation,
                    source.floats, result.floats)
            }
        }
        return [try current.converted(to: value.type, in: context.memory)]
    }

    private func isChanged(_ axis: Int) -> Bool { output[axis] != value.shape[axis] || scales[axis] != 1 }

    // MARK: One axis

    /// For each place of the result, as many places of the input and their weights; -1 for one outside.
    private struct Taps {
        var count: Int
        var places: [Int64] = []
        var weights: [Float] = []
    }

    private func taps(_ axis: Int) -> Taps {
        let size = value.shape[axis]
        if mode == .nearest {
            var taps = Taps(count: 1)
            for position in 0..<output[axis] {
                let place = original(position, axis)
                taps.places.append(isOutside(place, size) ? -1 : Int64(max(0, min(size - 1, nearest(place)))))
                taps.weights.append(1)
            }
            return taps
        }
        let reach = mode == .cubic ? 2.0 : 1.0
        let scale = isAntialiased ? min(scales[axis], 1) : 1
        // A window longer than the axis has nothing more to reach.
        let start = max(Int((-reach / scale).rounded(.down)) + 1, -4 * size - 4)
        var taps = Taps(count: 2 - 2 * start)
        for position in 0..<output[axis] {
            let place = original(position, axis)
            if isOutside(place, size) {
                taps.places += [-1] + [Int64](repeating: 0, count: taps.count - 1)
                taps.weights += [1] + [Float](repeating: 0, count: taps.count - 1)
                continue
            }
            let left = place.rounded(.down)
            var weights: [Double] = []
            for step in start..<start + taps.count {
                let at = Int(left) + step
                let isExcluded = excludesOutside && (at < 0 || at >= size)
                weights.append(isExcluded ? 0 : weight((Double(step) - (place - left)) * scale))
                taps.places.append(Int64(max(0, min(size - 1, at))))
            }
            let sum = excludesOutside || isAntialiased ? weights.reduce(0, +) : 1
            taps.weights += weights.map { Float($0 / (sum == 0 ? 1 : sum)) }
        }
        return taps
    }

    private func isOutside(_ place: Double, _ size: Int) -> Bool {
        transformation == "tf_crop_and_resize" && (place < 0 || place > Double(size - 1))
    }

    private func weight(_ distance: Double) -> Double {
        let x = abs(distance)
        if mode == .linear { return max(0, 1 - x) }
        let a = cubicCoefficient
        if x <= 1 { return ((a + 2) * x - (a + 3)) * x * x + 1 }
        return x < 2 ? ((x - 5) * x + 8) * x * a - 4 * a : 0
    }

    private func nearest(_ place: Double) -> Int {
        switch rounding {
        case "floor": Int(place.rounded(.down))
        case "ceil": Int(place.rounded(.up))
        case "round_prefer_ceil": Int((place + 0.5).rounded(.down))
        default: Int((place - 0.5).rounded(.up))
        }
    }

    /// Where a place of the result is in the input.
    private func original(_ position: Int, _ axis: Int) -> Double {
        let x = Double(position)
        let size = Double(value.shape[axis])
        let scale = scales[axis]
        let length = scale * size
        let place: Double
        switch transformation {
        case "asymmetric": place = x / scale
        case "align_corners": place = length == 1 ? 0 : x * (size - 1) / (length - 1)
        case "pytorch_half_pixel": place = length == 1 ? -0.5 : (x + 0.5) / scale - 0.5
        case "tf_half_pixel_for_nn": place = (x + 0.5) / scale
        case "half_pixel_symmetric":
            place = size / 2 * (1 - Double(output[axis]) / length) + (x + 0.5) / scale - 0.5
        case "tf_crop_and_resize":
            let (start, end) = region[axis]
            place =
                length == 1
                ? (start + end) / 2 * (size - 1) : start * (size - 1) + x * (end - start) * (size - 1) / (length - 1)
        default: place = (x + 0.5) / scale - 0.5
        }
        // Far outside is as good as just outside, and NaN is treated the same.
        return place.isNaN ? 0 : max(-8 * size - 8, min(8 * size + 8, place))
    }
}
