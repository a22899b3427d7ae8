using Verifiable.Documents.Hashing;
using Verifiable.Engine.Units;

namespace Verifiable.Documents.Rows;

/// <summary>
/// A covariance's canonical words, every member of its document among them. Layout: verifier/documents/README.md.
/// </summary>
public static class CovarianceRows
{
    private const ulong Version = 1;

    // A parameter may be zero: one that a method lacks is less.
    private const long Absent = -1;

    /// <summary>The hash of a covariance: of its words.</summary>
    public static Bytes32 Hash(CovarianceDocument document) => Words(document).Hash();

    /// <summary>The words.</summary>
    public static byte[] Write(CovarianceDocument document) => Words(document).ToArray();

    private static WordList Words(CovarianceDocument document)
    {
        CovarianceEstimator estimator = document.Estimator;
        WordList words = new();
        words.Add(Tags.Covariance);
        words.AddUnsigned(Version);
        words.Add(document.History);
        words.AddPacked(document.From.Seconds, document.To.Seconds, document.BarSeconds, document.Observations);
        words.AddPacked(
            (long)estimator.Method,
            estimator.IsFloored ? 1 : 0,
            estimator.SeedBars ?? Absent,
            (long)document.Repair.Method);
        words.AddPacked(
            estimator.Lambda?.Raw ?? Absent,
            estimator.Shock?.Raw ?? Absent,
            estimator.Memory?.Raw ?? Absent,
            estimator.Intensity?.Raw ?? Absent);
        words.AddPacked(
            document.Repair.SmallestBefore.Raw,
            document.Repair.SmallestAfter.Raw,
            document.Opinions.Length,
            document.Underlyings.Length);
        foreach (CorrelationOpinion opinion in document.Opinions)
        {
            words.Add(opinion.First.Word);
            words.Add(opinion.Second.Word);
            words.AddSigned(opinion.Correlation.Raw);
        }

        for (int row = 0; row < document.Underlyings.Length; row++)
        {
            words.Add(document.Underlyings[row].Word);
            words.AddSigned(document.Volatilities[row].Raw);
            for (int column = 0; column < document.Underlyings.Length; column++)
            {
                words.AddSigned(document.CorrelationOf(row, column).Raw);
            }
        }

        return words;
    }
}
