using System;
using System.Collections.Generic;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using Mono.Cecil;
using Verifiable.Neo.Script;

namespace Verifiable.Neo.Translation;

/// <summary>The methods of a framework, which attributes describe instead of a body.</summary>
internal static class FrameworkCalls
{
    private const string RequireMethod = "Verifiable.Neo.Framework.Contract.Require";
    private const string HexMethod = "Verifiable.Neo.Framework.Bytes.Hex";
    private const string OwnStorage = "System.Storage.GetContext";
    private const string ContractCall = "System.Contract.Call";
    private const string Notify = "System.Runtime.Notify";
    private const int AllRights = 15;

    /// <summary>The translation of a method by its attribute, or null.</summary>
    internal static Action<Emitter>? Find(MethodReference method)
    {
        string name = $"{method.DeclaringType.FullName}.{method.Name}";
        if (name is RequireMethod or HexMethod)
        {
            return name == HexMethod ? PushHex : Require;
        }

        return method.Resolve() is { HasCustomAttributes: true } definition && WriterOf(definition) is { } write
            ? emitter => Call(emitter, definition, write)
            : null;
    }

    private static Action<Fragment>? WriterOf(MethodDefinition method)
    {
        int arguments = method.Parameters.Count;
        if (FrameworkAttributes.Find(method, "InstructionsAttribute") is { } instructions)
        {
            var lines = (CustomAttributeArgument[])instructions.ConstructorArguments[0].Value;
            return fragment => WriteLines(fragment, lines.Select(static line => (string)line.Value));
        }

        if (FrameworkAttributes.Find(method, "SyscallAttribute") is { } service)
        {
            bool onStorage = service.Properties.Any(static property => (bool)property.Argument.Value);
            return fragment => WriteSyscall(fragment, Text(service, 0), arguments, onStorage);
        }

        if (FrameworkAttributes.Find(method, "NativeCallAttribute") is { } native)
        {
            return fragment => WriteNative(fragment, Text(native, 0), Text(native, 1), arguments);
        }

        if (FrameworkAttributes.Find(method, "NotificationAttribute") is { } notification)
        {
            return fragment => WriteNotification(fragment, Text(notification, 0), arguments);
        }

        return FrameworkAttributes.Find(method, "PackAttribute") is null ? null : fragment => Pack(fragment, arguments);
    }

    private static string Text(CustomAttribute attribute, int index) =>
        (string)attribute.ConstructorArguments[index].Value;

    private static void Call(Emitter emitter, MethodDefinition method, Action<Fragment> write)
    {
        foreach (ParameterDefinition _ in method.Parameters)
        {
            emitter.Pop();
        }

        write(emitter.Fragment);
        if (method.ReturnType.FullName != "System.Void")
        {
            emitter.Push(Types.ValueOf(method.ReturnType)!.Value);
        }
    }

    /// <summary>A jump to the place that refuses by the name, which is not pushed before.</summary>
    private static void Require(Emitter emitter)
    {
        string name = emitter.TakeLiteral()
            ?? throw new InvalidOperationException("A refusal's name is a literal of the call.");
        emitter.Pop();
        emitter.Fragment.Jump(OpCode.JMPIFNOT, emitter.Fragment.RefusalOf(name));
    }

    private static void PushHex(Emitter emitter)
    {
        string digits = emitter.TakeLiteral()
            ?? throw new InvalidOperationException("Hexadecimal digits are a literal of the call.");
        emitter.Fragment.PushData(Convert.FromHexString(digits));
        emitter.Push(new StackValue(ValueKind.Opaque, default));
    }

    private static void WriteLines(Fragment fragment, IEnumerable<string> lines)
    {
        foreach (string line in lines)
        {
            string[] parts = line.Split(' ');
            fragment.Add(Enum.Parse<OpCode>(parts[0]), parts.Length > 1 ? Convert.FromHexString(parts[1]) : []);
        }
    }

    private static void WriteSyscall(Fragment fragment, string service, int arguments, bool onStorage)
    {
        fragment.Reverse(arguments);
        if (onStorage)
        {
            Syscall(fragment, OwnStorage);
        }

        Syscall(fragment, service);
    }

    private static void WriteNative(Fragment fragment, string hash, string method, int arguments)
    {
        Pack(fragment, arguments);
        fragment.Push(AllRights);
        fragment.PushData(Encoding.UTF8.GetBytes(method));
        fragment.PushData([.. Convert.FromHexString(hash).Reverse()]);
        Syscall(fragment, ContractCall);
    }

    private static void WriteNotification(Fragment fragment, string name, int arguments)
    {
        Pack(fragment, arguments);
        fragment.PushData(Encoding.UTF8.GetBytes(name));
        Syscall(fragment, Notify);
    }

    private static void Pack(Fragment fragment, int arguments)
    {
        fragment.Reverse(arguments);
        fragment.Push(arguments);
        fragment.Add(OpCode.PACK);
    }

    /// <summary>A service's number is the beginning of its name's hash.</summary>
    private static void Syscall(Fragment fragment, string service) =>
        fragment.Add(OpCode.SYSCALL, SHA256.HashData(Encoding.ASCII.GetBytes(service))[..4]);
}
