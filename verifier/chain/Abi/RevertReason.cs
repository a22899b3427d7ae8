using Verifiable.Kernel;

namespace Verifiable.Chain.Abi;

/// <summary>Why a contract reverted: a custom error, or Solidity's <c>Error</c> and <c>Panic</c>.</summary>
/// <param name="Name">The error's name.</param>
/// <param name="Arguments">The values that it carries.</param>
public sealed record RevertReason(string Name, NamedValues Arguments)
{
    private const string DataKey = "Verifiable.RevertReason";

    /// <summary>
    /// The name of a revert without data: a bare <c>revert()</c>, a failed call to an account without code.
    /// </summary>
    public const string NameWithoutData = "RevertedWithoutReason";

    /// <summary>The name of a revert whose data no ABI at hand explains.</summary>
    public const string NameOfUnknown = "UnknownError";

    /// <summary>The reason that a refusal carries, or null.</summary>
    public static RevertReason? Of(MarginException refusal) => refusal.Data[DataKey] as RevertReason;

    /// <summary>The refusal that carries the reason.</summary>
    /// <param name="contract">The contract that was called.</param>
    /// <param name="function">The function that was called.</param>
    public MarginException ToException(string contract, string function)
    {
        MarginException refusal =
            new(ErrorCode.TransactionReverted, contract, function, ToString(), string.Empty);
        refusal.Data[DataKey] = this;
        return refusal;
    }

    /// <summary><c>InitialMarginNotMet(equity: 1, required: 2)</c>.</summary>
    public override string ToString() => $"{Name}{Arguments}";
}
