using System.Collections.Immutable;

namespace Verifiable.Documents;

/// <summary>The words of covariances in documents, in the order of their numbers.</summary>
public static class CovarianceNames
{
    /// <summary>The methods.</summary>
    public static ImmutableArray<string> Methods { get; } = ["sample", "ewma", "dcc", "shrinkage"];

    /// <summary>The repairs.</summary>
    public static ImmutableArray<string> Repairs { get; } = ["none", "clip", "nearest"];

    /// <summary>Without and with a floor of the volatilities.</summary>
    public static ImmutableArray<string> Floors { get; } = ["none", "longRun"];

    /// <summary>A method's word.</summary>
    public static string Of(CovarianceMethod method) => Methods[(int)method - 1];

    /// <summary>A repair's word.</summary>
    public static string Of(CorrelationRepairMethod method) => Repairs[(int)method];

    /// <summary>The method of a word.</summary>
    public static CovarianceMethod MethodOf(string word) => (CovarianceMethod)(Methods.IndexOf(word) + 1);

    /// <summary>The repair of a word.</summary>
    public static CorrelationRepairMethod RepairOf(string word) => (CorrelationRepairMethod)Repairs.IndexOf(word);
}
