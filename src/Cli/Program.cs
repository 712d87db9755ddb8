using System;
using EdgeCli;

return CommandLine.Run(args, Console.Out, Console.Error);
