namespace Stratis.SmartContracts;

/// <summary>Everything outside of a contract that a call can reach.</summary>
public interface ISmartContractState
{
    /// <summary>The block.</summary>
    public IBlock Block { get; }

    /// <summary>The call.</summary>
    public IMessage Message { get; }

    /// <summary>What the contract keeps.</summary>
    public IPersistentState PersistentState { get; }

    /// <summary>The logger.</summary>
    public IContractLogger ContractLogger { get; }

    /// <summary>The hashes.</summary>
    public IInternalHashHelper InternalHashHelper { get; }

    /// <summary>Payments.</summary>
    public IInternalTransactionExecutor InternalTransactionExecutor { get; }
}

/// <summary>A block.</summary>
public interface IBlock
{
    /// <summary>Its height.</summary>
    public ulong Number { get; }
}

/// <summary>A call.</summary>
public interface IMessage
{
    /// <summary>The contract.</summary>
    public Address ContractAddress { get; }

    /// <summary>Who called.</summary>
    public Address Sender { get; }

    /// <summary>What was paid with it.</summary>
    public ulong Value { get; }
}

/// <summary>What a contract keeps, by names.</summary>
public interface IPersistentState
{
    /// <summary>Bytes, or none.</summary>
    /// <param name="key">The name.</param>
    public byte[] GetBytes(string key);

    /// <summary>A number, or 0.</summary>
    /// <param name="key">The name.</param>
    public ulong GetUInt64(string key);

    /// <summary>A number, or 0.</summary>
    /// <param name="key">The name.</param>
    public long GetInt64(string key);

    /// <summary>An address, or the zero address.</summary>
    /// <param name="key">The name.</param>
    public Address GetAddress(string key);

    /// <summary>Keeps bytes.</summary>
    /// <param name="key">The name.</param>
    /// <param name="value">The bytes.</param>
    public void SetBytes(string key, byte[] value);

    /// <summary>Keeps a number.</summary>
    /// <param name="key">The name.</param>
    /// <param name="value">The number.</param>
    public void SetUInt64(string key, ulong value);

    /// <summary>Keeps a number.</summary>
    /// <param name="key">The name.</param>
    /// <param name="value">The number.</param>
    public void SetInt64(string key, long value);

    /// <summary>Keeps an address.</summary>
    /// <param name="key">The name.</param>
    /// <param name="value">The address.</param>
    public void SetAddress(string key, Address value);
}

/// <summary>The logger.</summary>
public interface IContractLogger
{
    /// <summary>Logs a struct.</summary>
    /// <param name="smartContractState">The call's state.</param>
    /// <param name="toLog">The struct.</param>
    /// <typeparam name="T">Its type.</typeparam>
    public void Log<T>(ISmartContractState smartContractState, T toLog)
        where T : struct;
}

/// <summary>The hashes.</summary>
public interface IInternalHashHelper
{
    /// <summary>Keccak-256.</summary>
    /// <param name="toHash">What is hashed.</param>
    public byte[] Keccak256(byte[] toHash);
}

/// <summary>Payments.</summary>
public interface IInternalTransactionExecutor
{
    /// <summary>Pays from the contract.</summary>
    /// <param name="smartContractState">The call's state.</param>
    /// <param name="addressTo">Who is paid.</param>
    /// <param name="amountToTransfer">How much.</param>
    public ITransferResult Transfer(ISmartContractState smartContractState, Address addressTo, ulong amountToTransfer);
}

/// <summary>How a payment ended.</summary>
public interface ITransferResult
{
    /// <summary>Whether it was made.</summary>
    public bool Success { get; }
}
