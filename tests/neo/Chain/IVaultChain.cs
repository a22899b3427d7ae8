using Neo;
using Verifiable.Neo.Output;

namespace Verifiable.Tests.Neo.Chain;

/// <summary>A chain that a vault lives on: the node's engine in this process, or a node over RPC.</summary>
internal interface IVaultChain
{
    /// <summary>The network's number.</summary>
    public uint Network { get; }

    /// <summary>The first block's hash.</summary>
    public UInt256 Genesis { get; }

    /// <summary>The time of the next block, seconds.</summary>
    public long Now { get; set; }

    /// <summary>What the last deployment cost, in 10^-8 GAS.</summary>
    public long DeployGas { get; }

    /// <summary>Deploys a contract and returns its address.</summary>
    public UInt160 Deploy(BuiltContract contract, UInt160 sender, params object[] data);

    /// <summary>Calls a method in a block of its own; what it wrote stays if it halted.</summary>
    public CallOutcome Call(UInt160 contract, string method, UInt160[] signers, params object[] arguments);
}
