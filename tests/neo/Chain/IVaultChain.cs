using Neo;
using Verifiable.Neo.Output;

namespace Verifiable.Tests.Neo.Chain;

/// <summary>A chain that a vault lives on: the node's engine in this process, or a node over RPC.</summary>
internal interface IVaultChain
{
    /// <summary>The network's number.</summary>
    uint Network { get; }

    /// <summary>The time of the next block, seconds.</summary>
    long Now { get; set; }

    /// <summary>What the last deployment cost, in 10^-8 GAS.</summary>
    long DeployGas { get; }

    /// <summary>Deploys a contract and returns its address.</summary>
    UInt160 Deploy(BuiltContract contract, UInt160 sender, params object[] data);

    /// <summary>Calls a method in a block of its own; what it wrote stays if it halted.</summary>
    CallOutcome Call(UInt160 contract, string method, UInt160[] signers, params object[] arguments);
}
