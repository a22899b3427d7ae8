using System.Text;
using Verifiable.Documents.Hashing;
using Verifiable.Documents.Rows;
using Verifiable.Engine.Units;

namespace Verifiable.Calibration.Quantised;

/// <summary>A calibration as words; README.md has the layout.</summary>
public static class CalibrationRows
{
    private const ulong Version = 1;
    private const long OneQ40 = 1L << 40;
    private const int WeightShift = 32;

    // Bit 0 of a scenario's flags: its factors are residuals (formats.md, "Rows"). Its volatility column is 0, none.
    private const ulong ResidualFlag = 1;

    /// <summary>The first word of the preimage.</summary>
    public static Bytes32 Tag { get; } = Keccak256.Hash(Encoding.ASCII.GetBytes("VM1.CALIBRATION"));

    /// <summary>The file: the head, then the scenario words that the head's last word hashes.</summary>
    public static byte[] Write(MarginCalibration calibration) =>
        Head(calibration).AddWords(WriteScenarios(calibration)).ToArray();

    /// <summary>The hash of the head, which commits to everything.</summary>
    public static Bytes32 Hash(MarginCalibration calibration) => Head(calibration).Hash();

    /// <summary>
    /// The residuals as a scenario set, word for word as a set of final factors but for the flag of each scenario.
    /// </summary>
    public static byte[] WriteScenarios(MarginCalibration calibration)
    {
        WordList words = new();
        words.Add(Tags.Scenarios);
        words.AddUnsigned((ulong)calibration.Scenarios.Length);
        words.AddUnsigned((ulong)calibration.Underlyings.Length);
        foreach (UnderlyingId underlying in calibration.Underlyings)
        {
            words.Add(underlying.Word);
        }

        foreach (ResidualScenario scenario in calibration.Scenarios)
        {
            words.Add(new Bytes32((ulong)OneQ40, ((ulong)scenario.Weight << WeightShift) | ResidualFlag, 0, 0));
            foreach (long residualQ40 in scenario.ResidualsQ40)
            {
                words.AddPacked(residualQ40, OneQ40, 0, 0);
            }
        }

        return words.ToArray();
    }

    private static WordList Head(MarginCalibration calibration)
    {
        WordList words = new();
        words.Add(Tag);
        words.AddUnsigned(Version);
        words.Add(calibration.HistoryHash);
        words.AddUnsigned((ulong)calibration.AsOf.Seconds);
        words.AddUnsigned((ulong)calibration.BarSeconds);
        words.AddSigned(calibration.Lambda.Raw);
        words.AddUnsigned((ulong)calibration.Underlyings.Length);
        for (int i = 0; i < calibration.Underlyings.Length; i++)
        {
            words.Add(calibration.Underlyings[i].Word);
            words.AddSigned(calibration.TodayVolatilities[i].Raw);
        }

        foreach (Ratio correlation in calibration.Correlations)
        {
            words.AddSigned(correlation.Raw);
        }

        words.Add(Keccak256.Hash(WriteScenarios(calibration)));
        return words;
    }
}
