using Verifiable.Documents.Hashing;
using Verifiable.Engine.Units;

namespace Verifiable.Chain.Contracts;

/// <summary>One contract of a deployment.</summary>
/// <param name="Name">The name under which the deployment knows it.</param>
/// <param name="Artifact">The contract's name in the sources.</param>
/// <param name="Address">Where it stands.</param>
/// <param name="ConstructorArguments">The encoded constructor arguments, 0x and hexadecimal digits.</param>
/// <param name="BlockNumber">The height at which it was created.</param>
/// <param name="TransactionHash">The transaction that created it.</param>
/// <param name="CodeHash">Keccak-256 of its code.</param>
public sealed record DeployedContract(
    string Name,
    string Artifact,
    Address Address,
    string ConstructorArguments,
    ulong BlockNumber,
    Bytes32 TransactionHash,
    Bytes32 CodeHash);
