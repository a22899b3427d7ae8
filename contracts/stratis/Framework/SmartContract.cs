using System;

namespace Stratis.SmartContracts;

/// <summary>What a contract of the framework derives from.</summary>
public abstract class SmartContract
{
    private readonly ISmartContractState _state;

    /// <summary>Takes the state of the call.</summary>
    /// <param name="smartContractState">The state.</param>
    protected SmartContract(ISmartContractState smartContractState) => _state = smartContractState;

    /// <summary>The contract's own address.</summary>
    protected Address Address => _state.Message.ContractAddress;

    /// <summary>The block that holds the call.</summary>
    protected IBlock Block => _state.Block;

    /// <summary>The call.</summary>
    protected IMessage Message => _state.Message;

    /// <summary>What the contract keeps.</summary>
    protected IPersistentState State => _state.PersistentState;

    /// <summary>The hash that the framework offers.</summary>
    /// <param name="toHash">What is hashed.</param>
    protected byte[] Keccak256(byte[] toHash) => _state.InternalHashHelper.Keccak256(toHash);

    /// <summary>Pays from the contract.</summary>
    /// <param name="addressTo">Who is paid.</param>
    /// <param name="amountToTransfer">How much.</param>
    protected ITransferResult Transfer(Address addressTo, ulong amountToTransfer) =>
        _state.InternalTransactionExecutor.Transfer(_state, addressTo, amountToTransfer);

    /// <summary>Ends the call unless a condition holds; nothing that it did remains.</summary>
    /// <param name="condition">The condition.</param>
    /// <param name="message">What the caller is told.</param>
    protected static void Assert(bool condition, string message = "Assert failed.")
    {
        if (!condition)
        {
            throw new SmartContractAssertException(message);
        }
    }

    /// <summary>Tells those who watch the chain.</summary>
    /// <param name="toLog">A struct whose fields are told.</param>
    /// <typeparam name="T">The struct.</typeparam>
    protected void Log<T>(T toLog)
        where T : struct => _state.ContractLogger.Log(_state, toLog);
}

/// <summary>How a failed assertion ends a call.</summary>
/// <param name="message">What the caller is told.</param>
public sealed class SmartContractAssertException(string message) : Exception(message);

/// <summary>Marks the contract that an assembly deploys.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class DeployAttribute : Attribute;

/// <summary>Marks a field of a log by which it can be found.</summary>
[AttributeUsage(AttributeTargets.Field)]
public sealed class IndexAttribute : Attribute;
