internal import Diagnostics

/// `calibration-stray`: a file that is no sample. `hb_mapper` reads every file of `cal_data_dir`.
struct StrayCheck: DataCheck {
    func check(_ data: InspectedData) -> [Finding] {
        data.strays.flatMap { stray in
            finding(
                "calibration-stray", in: data, names: [stray.name],
                "this is \(stray.reason), and hb_mapper reads every file of the folder as a tensor",
                fix: "move it out of the folder")
        }
    }
}
