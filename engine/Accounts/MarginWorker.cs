using System;
using Verifiable.Engine.Margin;
using Verifiable.Engine.Scenarios;
using Verifiable.Engine.Valuation;

namespace Verifiable.Engine.Accounts;

/// <summary>What one thread needs to value one account of a batch after another: allocated once.</summary>
public sealed class MarginWorker
{
    private readonly AccountBinder _binder;
    private readonly MarginParameters _parameters;
    private readonly AccountScratch _scratch;

    internal MarginWorker(AccountSet accounts, AccountArray array, MarginParameters parameters)
    {
        _binder = new AccountBinder(accounts, array);
        _parameters = parameters;
        _scratch = new AccountScratch(array.Array, _binder.MaxRows);
    }

    /// <summary>
    /// Values some accounts. Allocates nothing once every size of account was met; total, it never refuses.
    /// </summary>
    /// <param name="first">The number of the first account.</param>
    /// <param name="figures">Its figures and those of the accounts after it, as many as there is room for.</param>
    public void Compute(int first, Span<RuleFigures> figures)
    {
        for (int at = 0; at < figures.Length; at++)
        {
            figures[at] = MarginRules.Compute(
                _binder.Bind(first + at, fractionPpm: 0, received: 0), _parameters, _scratch);
        }
    }
}
