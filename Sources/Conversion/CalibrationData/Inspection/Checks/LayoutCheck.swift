internal import Diagnostics
internal import Imaging

/// `calibration-layout`: pixel after pixel where plane after plane is wanted, or the other way round.
struct LayoutCheck: DataCheck {
    func check(_ data: InspectedData) -> [Finding] {
        guard let found = data.found?.order, let expected = data.expectation.order, found != expected else { return [] }
        func name(_ order: SampleFormat.Order) -> String { order == .chw ? "NCHW" : "NHWC" }
        return finding(
            "calibration-layout", in: data,
            "the numbers lie as in \(name(found)), and by \(data.expectation.source) they are read as \(name(expected))",
            fix: "transpose them, or set input_layout_train to \(name(found))")
    }
}
