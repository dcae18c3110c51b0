extension ErrorCatalog {
    /// RVC03: calibration data.
    static let calibration = Group(
        title: "The calibration data",
        entries: [
            CatalogEntry(
                "RVC0301", "the calibration folder is empty",
                matches: "Directory*is empty, please check calibration pics",
                cause: "cal_data_dir exists, but no samples were written to it.",
                fix: "run `repvit-convert calibration make --preset timm --images DIR -o OUT`",
                yaml: "cal_data_dir: ../calibration/rgbchw_f32",
                seen: "ERROR Directory calibration is empty, please check calibration pics"),
            CatalogEntry(
                "RVC0302", "the calibration folder does not exist",
                matches: "Cal_data_dir does not exist",
                cause: "The path is relative to the YAML. Nothing was written there, or it was moved.",
                fix: "run `repvit-convert calibration make --preset timm --images DIR -o OUT`, or correct the path",
                yaml: "cal_data_dir: ../calibration/rgbchw_f32",
                seen: "ERROR Cal_data_dir does not exist: calibration"),
            CatalogEntry(
                "RVC0303", "a file in the calibration folder has the wrong number of bytes",
                matches: "ERROR cannot reshape array of size",
                cause: """
                    Every file in the folder is read as one tensor of raw numbers of the input's shape. This one has \
                    another size (image side, channels), another number type (uint8 where float32 is configured), or \
                    is not a tensor at all: a JPEG, a manifest, a contact sheet.
                    """,
                fix: """
                    run `repvit-convert calibration inspect DIR`, remove what is not a sample, and make samples of the \
                    model's input size
                    """,
                yaml: "cal_data_type: float32",
                seen: """
                    ERROR load cal data for input 'data' error
                    ERROR cannot reshape array of size 768 into shape (1,3,32,32)
                    """),
            CatalogEntry(
                "RVC0304", "there is a folder inside the calibration folder",
                matches: "[Errno 21] Is a directory",
                cause: "hb_mapper opens every entry of cal_data_dir as a sample, and does not look into subfolders.",
                fix: "point cal_data_dir at the folder that holds the samples themselves",
                yaml: "cal_data_dir: ../calibration/rgbchw_f32",
                seen: """
                    ERROR load cal data for input 'data' error
                    ERROR [Errno 21] Is a directory: 'calibration/inner'
                    """),
            CatalogEntry(
                "RVC0305", "the number of calibration folders is not the number of inputs",
                matches: "Wrong cal_dir num given",
                cause: """
                    Lists have one element per input, separated by semicolons. Also what a YAML without \
                    calibration_parameters ends with.
                    """,
                fix: "name one folder per input",
                yaml: "cal_data_dir: ../calibration/rgbchw_f32",
                seen: "ERROR Wrong cal_dir num given, cal_dir num 2 is not equal to input num 1"),
            CatalogEntry(
                "RVC0306", "calibration arrived at a threshold that is not a number",
                matches: "find NaN threshold in",
                cause: """
                    A value inside the network is NaN: the weights hold NaN (training diverged), or a sample made an \
                    operator overflow.
                    """,
                fix: "run `repvit-convert verify MODEL` and `repvit-convert calibration inspect DIR`, which find NaN",
                seen: """
                    *** ERROR-OCCUR-DURING {horizon_nn.build_onnx} ***, error message: find NaN threshold in \
                    first_w_HzCalibration, Please check if your model has been fully trained and if the calibration \
                    data is reasonable.
                    """),
        ])
}
