using System.CommandLine;
using Verifiable.Cli.Chain;

namespace Verifiable.Cli.Commands;

/// <summary>chain: a development chain, the contracts on it, and what accounts do there.</summary>
internal static class ChainCommand
{
    internal static Command Create() => new("chain", "A local chain, the deployed contracts and their accounts.")
    {
        ChainUp.Create(),
        ChainDeploy.Create(),
        ChainStatus.Create(),
        ChainPublish.Create(),
        ChainOpen.Create(),
        ChainDeposit.Create(),
        ChainTrade.Create(),
        ChainWithdraw.Create(),
        ChainSession.Create(),
        ChainEscape.Create(),
        ChainLiquidate.Create(),
        ChainBid.Create(),
        ChainDispute.Create(),
    };
}
