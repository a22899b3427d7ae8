using Verifiable.Engine.Market;
using Verifiable.Engine.Scenarios;

namespace Verifiable.Engine.Accounts;

/// <summary>The margin of many accounts in one market: one risk array, and an account is a sum over its rows.</summary>
/// <remarks>
/// A range of accounts writes only its own places, so any partition among any threads gives the same bits; the caller
/// owns the threads.
/// </remarks>
public sealed class MarginBatch
{
    private readonly AccountArray _array;
    private readonly MarginParameters _parameters;

    /// <summary>Values every instrument that some account holds.</summary>
    /// <param name="market">The snapshot.</param>
    /// <param name="model">The margin model.</param>
    /// <param name="accounts">The accounts.</param>
    public MarginBatch(MarketSnapshot market, MarginModel model, AccountSet accounts)
    {
        Accounts = accounts;
        _parameters = model.Parameters;
        _array = new AccountArray(market, model, accounts);
    }

    /// <summary>The accounts.</summary>
    public AccountSet Accounts { get; }

    /// <summary>Working memory for one thread.</summary>
    public MarginWorker NewWorker() => new(Accounts, _array, _parameters);
}
