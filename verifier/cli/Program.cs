using Verifiable.Cli;

return await VerifiableCommand.RunAsync(args);
