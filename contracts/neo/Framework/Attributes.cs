using System;

namespace Verifiable.Neo.Framework;

/// <summary>Marks the class whose public static methods are a contract's methods.</summary>
/// <param name="name">The contract's name in its manifest.</param>
[AttributeUsage(AttributeTargets.Class)]
public sealed class ContractAttribute(string name) : Attribute
{
    /// <summary>The contract's name in its manifest.</summary>
    public string Name { get; } = name;
}

/// <summary>Marks a method that reads only: callers may grant it no right to write.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SafeAttribute : Attribute;

/// <summary>The manifest's name of a type that stands for a value of the virtual machine.</summary>
/// <param name="name">ByteArray, Hash160, PublicKey, Array, Integer or Any.</param>
[AttributeUsage(AttributeTargets.Class)]
public sealed class AbiTypeAttribute(string name) : Attribute
{
    /// <summary>The manifest's name.</summary>
    public string Name { get; } = name;
}

/// <summary>A method that is a few instructions: its arguments are on the stack, the last on top.</summary>
/// <param name="lines">Instructions by name, an operand after a space as hexadecimal digits.</param>
[AttributeUsage(AttributeTargets.Method)]
public sealed class InstructionsAttribute(params string[] lines) : Attribute
{
    /// <summary>The instructions.</summary>
    public string[] Lines { get; } = lines;
}

/// <summary>A method that is a service of the node.</summary>
/// <param name="service">The service's name, as System.Runtime.GetTime.</param>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SyscallAttribute(string service) : Attribute
{
    /// <summary>The service's name.</summary>
    public string Service { get; } = service;

    /// <summary>Whether the service's first argument is the contract's own storage.</summary>
    public bool OnOwnStorage { get; init; }
}

/// <summary>A method of a contract at an address that never changes, such as the native contracts.</summary>
/// <param name="hash">The address: 20 bytes as hexadecimal digits, in the order of a script hash's text.</param>
/// <param name="method">The contract's method.</param>
[AttributeUsage(AttributeTargets.Method)]
public sealed class NativeCallAttribute(string hash, string method) : Attribute
{
    /// <summary>The contract's address.</summary>
    public string Hash { get; } = hash;

    /// <summary>The contract's method.</summary>
    public string Method { get; } = method;
}

/// <summary>A method that notifies whoever watches the chain, with its arguments in order.</summary>
/// <param name="name">The event's name in the manifest.</param>
[AttributeUsage(AttributeTargets.Method)]
public sealed class NotificationAttribute(string name) : Attribute
{
    /// <summary>The event's name.</summary>
    public string Name { get; } = name;
}

/// <summary>A method that puts its arguments, in order, into an array of the machine.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PackAttribute : Attribute;
