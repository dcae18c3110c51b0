internal import Diagnostics
internal import Imaging

/// `calibration-type`: numbers of another type than `hb_mapper` will read.
struct TypeCheck: DataCheck {
    func check(_ data: InspectedData) -> [Finding] {
        guard let found = data.found, found.headerBytes == 0 || data.expectation.element != nil,
            let expected = data.expectation.element, found.element.rawValue != expected.rawValue,
            // Black pictures are of any type.
            !data.measured.allSatisfy({ $0.statistics.maximum == 0 && $0.statistics.minimum == 0 })
        else { return [] }
        return finding(
            "calibration-type", in: data,
            "the numbers are \(found.element.rawValue), and by \(data.expectation.source) they are read as "
                + "\(expected.rawValue): what comes out is noise",
            fix: "write \(expected.rawValue), or set cal_data_type to what they are (float32 or uint8)")
    }
}
